"""The turns of phrase that explain a comparison, in both languages."""

from __future__ import annotations

from typing import Final

from costbench.language import Text
from costbench.parameters.provenance import ProvenanceKind

MEASURED: Final = {
    "central": Text("an expected NPV of {worth}", "une VAN espérée de {worth}"),
    "drawn": Text("a mean of {worth} over the draws", "une moyenne de {worth} sur les tirages"),
}
BASIS: Final = {
    "central": (Text("", ""), Text("", "")),
    "drawn": (
        Text(", all inputs central", ", toutes données centrales"),
        Text(" (all else central)", " (le reste à sa valeur centrale)"),
    ),
}
"""What figures of the central case rest on, said where the draws rank: of a reason, of a way to win."""
LEADS: Final = Text("“{leader}” leads with {measure}", "« {leader} » arrive en tête avec {measure}")
NOTHING_LEADS: Final = Text(
    "“{leader}” leads: no model compared brings the organisation more than it costs, and the closest, “{second}”, "
    "has {measure}.",
    "« {leader} » arrive en tête : aucun modèle comparé ne rapporte à la structure plus qu’il ne coûte, et le plus "
    "proche, « {second} », affiche {measure}.",
)
LEVEL: Final = Text(
    "“{leader}” and “{second}” are level with {measure}.", "« {leader} » et « {second} » sont à égalité avec {measure}."
)
ALONE: Final = Text(
    "“{leader}” is the only model compared, with {measure}.", "« {leader} » est le seul modèle comparé, avec {measure}."
)
AHEAD: Final = Text(
    ", ahead of “{second}” ({worth}), mostly because {reason}.",
    ", devant « {second} » ({worth}), surtout parce {reason}.",
)
AHEAD_OF_NOTHING: Final = Text(
    ", and it alone beats “{second}”: {share} of the time it is signed and brings {operation}, for an expected setup "
    "cost of {setup}.",
    ", et c’est le seul à faire mieux que « {second} » : l’accord est signé dans {share} des cas et rapporte alors "
    "{operation}, pour un coût de montage attendu de {setup}.",
)
REASONS: Final = {
    "signing": Text(
        "it is more likely to be signed ({mine} against {theirs}{basis})",
        "que ce modèle a plus de chances d’être signé ({mine} contre {theirs}{basis})",
    ),
    "operation": Text(
        "it brings more once signed, setup aside ({mine} against {theirs}{basis})",
        "que ce modèle rapporte plus une fois signé, hors montage ({mine} contre {theirs}{basis})",
    ),
    "setup": Text(
        "its setup is expected to cost less ({mine} against {theirs}{basis})",
        "que son montage devrait coûter moins ({mine} contre {theirs}{basis})",
    ),
}
CONTRIBUTION: Final = Text("a contribution of {amount} at signature", "un apport de {amount} à la signature")
INPUT: Final = Text(
    "“{label}” at {value} instead of {central}{basis}", "« {label} » à {value} au lieu de {central}{basis}"
)
WOULD_WIN: Final = Text("“{second}” would come first with {ways}", "« {second} » passerait en tête avec {ways}")
BREAK_EVEN: Final = Text("“{leader}” would break even with {ways}", "« {leader} » serait à l’équilibre avec {ways}")
NO_WAY: Final = Text(
    "no single figure within its range would put “{second}” first",
    "aucune donnée, seule et dans sa fourchette, ne ferait passer « {second} » devant",
)
EVIDENCE: Final = Text(
    "the weakest evidence behind “{model}” is “{label}”, {kind} which alone moves its expected NPV by {swing}",
    "la donnée la plus fragile derrière « {model} » est « {label} », {kind} qui à elle seule fait bouger sa VAN "
    "espérée de {swing}",
)
ITS_EVIDENCE: Final = Text(
    "its weakest evidence is “{label}”, {kind} which alone moves its expected NPV by {swing}",
    "sa donnée la plus fragile est « {label} », {kind} qui à elle seule fait bouger sa VAN espérée de {swing}",
)
NO_NEED: Final = Text(
    "“{leader}” needs no contribution to break even", "« {leader} » est à l’équilibre sans aucun apport"
)
KINDS: Final = {
    ProvenanceKind.ASSUMPTION: Text("an assumption", "une hypothèse"),
    ProvenanceKind.DERIVED: Text("a derived figure", "une valeur déduite"),
    ProvenanceKind.PUBLISHED: Text("a published figure", "une valeur publiée"),
}
YOURS: Final = Text("a figure of yours", "une donnée à vous")
NO_EVIDENCE: Final = Text("nothing uncertain weighs on “{model}”", "rien d’incertain ne pèse sur « {model} »")
EITHER_WAY: Final = Text(
    "the smallest advantage would put “{second}” first", "le moindre avantage ferait passer « {second} » en tête"
)
OR: Final = Text(" or ", " ou ")
NO_MODELS: Final = (
    Text("an explanation takes at least one model", "une explication porte sur un modèle au moins"),
    Text("Name a model.", "Nommez un modèle."),
)
