"""Which sourcing options are meant: by id, or by what they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scheduler.domain.services import DeliveryModel, ProcurementRoute, SolutionStyle, SourcingOption
from scheduler.domain.values import WIRE, Reference, Slug, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFilter:
    """Sourcing options told by what they are.

    Every filter that is given must hold; within a filter any entry will do.
    """

    __pydantic_config__ = WIRE

    options: tuple[Slug, ...] = ()
    """Ids of sourcing options."""
    models: tuple[DeliveryModel, ...] = ()
    routes: tuple[ProcurementRoute, ...] = ()
    styles: tuple[SolutionStyle, ...] = ()
    providers: tuple[Text, ...] = ()
    """Providers where they are settled, as the options spell them."""

    def admits(self, option: SourcingOption) -> bool:
        """Tell whether an option is meant."""
        return (
            (not self.options or option.id in self.options)
            and (not self.models or option.model in self.models)
            and (not self.routes or option.route in self.routes)
            and (not self.styles or option.style in self.styles)
            and (not self.providers or option.provider in self.providers)
        )

    @property
    def admits_all(self) -> bool:
        """Whether no filter is given."""
        return self == OptionFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The sourcing option chosen for a service group is one of those meant.

    Filters as everywhere: all that are given must hold, any entry within one will do. `expand`
    writes the answer into `options` and empties the other filters.
    """

    __pydantic_config__ = WIRE

    group: Reference
    """The service group."""
    options: tuple[Slug, ...] = ()
    """Ids of its sourcing options."""
    models: tuple[DeliveryModel, ...] = ()
    routes: tuple[ProcurementRoute, ...] = ()
    styles: tuple[SolutionStyle, ...] = ()
    providers: tuple[Text, ...] = ()
    """Providers where they are settled, as the options spell them."""

    @property
    def meant(self) -> OptionFilter:
        """The options that will do."""
        return OptionFilter(
            options=self.options,
            models=self.models,
            routes=self.routes,
            styles=self.styles,
            providers=self.providers,
        )

    def is_made(self, options: Mapping[str, str]) -> bool:
        """Tell whether the options chosen, by group, are such; only once written out."""
        return options.get(self.group) in self.options


def all_made(choices: Iterable[Choice], options: Mapping[str, str]) -> bool:
    """Tell whether every one of some choices is made, so that a rule under them holds."""
    return all(choice.is_made(options) for choice in choices)
