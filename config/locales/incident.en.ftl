### English words: security incidents.

## Rules about a row

rule-S-1 = The instants are out of order: “{ $actual }” should be { $expected }. Compare it with discovery, handling and today. What lies ahead counts for nothing.
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
