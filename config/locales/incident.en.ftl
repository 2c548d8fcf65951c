### English words: security incidents.

## Rules about a row

rule-S-1 = The instants are out of order: “{ $actual }” should be { $expected }. Compare it with discovery and handling.
rule-S-2 = Neither discovery nor learning of it is filled in, so no reporting limit can be computed. Fill in one as { $expected }.
rule-S-3 = The type “{ $actual }” is of no category of GB/T 20986-2023. Begin it with one of { $expected }.
rule-S-4 = No incident “{ $actual }” stands in this file, so the act or evidence counts for none. Hand it in together with the row of its incident.

## Levels and figures

incident-pipl = Personal information is concerned: tell the authority for its protection and the individuals at once (Personal Information Protection Law, article 57).
incident-verify = bound still to be compared with the official text
incident-unknown = Unknown: { $quantities }. The level may be higher once they are known.
incident-reporter-operator = operator
incident-reporter-cii_operator = operator of critical information infrastructure
incident-reporter-central_organ = central or state organ
incident-quantity-persons = persons whose personal information leaked
incident-quantity-loss_yuan = direct economic loss (yuan)
incident-quantity-cii_outage_whole_minutes = outage of a whole critical infrastructure (minutes)
incident-quantity-cii_outage_main_minutes = outage of the main function of a critical infrastructure (minutes)
incident-quantity-population_people = people whose work or life is affected
incident-quantity-portal_provincial_minutes = provincial portal or central key news site unreachable (minutes)
incident-quantity-portal_prefecture_minutes = prefecture-level portal or provincial key news site unreachable (minutes)
incident-quantity-portal_other_minutes = other portal or key news site unreachable (minutes)
incident-quantity-content_home_minutes = illegal content on a home page (minutes)
incident-quantity-content_other_minutes = illegal content on another page (minutes)
incident-quantity-content_reposts = reposts of illegal content
incident-quantity-content_views = views or clicks of illegal content
