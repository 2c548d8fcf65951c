### English words: types, scales and levels of incidents.

## Rules about a row

rule-S-3-code = The type “{ $actual }” begins like a category of GB/T 20986-2023, and none of its known sub-categories has it. Hold it against Appendix B of the standard; known are { $expected }.
rule-S-11 = “{ $actual }” names a scale that there is none of; the level by CN-NIR stands. Name { $expected }, separated by semicolons, or leave it empty.
rule-S-12 = “{ $actual }” is said to report, which contradicts what is said of critical information infrastructure. By CN-NIR art. 4 the limits of { $expected } count. Fill in { $expected }.

## Levels

incident-level-general = general
incident-level-fairly_major = fairly major
incident-level-major = major
incident-level-especially_major = especially major
incident-withheld = Would be met by a bound that is switched off, because its source is recalled only vaguely; look it up in the guide.

## Figures

incident-quantity-persons = persons whose personal information leaked
incident-quantity-sensitive_persons = persons whose sensitive personal information leaked
incident-quantity-loss_yuan = direct economic loss (yuan)
incident-quantity-outage_whole_minutes = outage of the whole system (minutes)
incident-quantity-outage_main_minutes = outage of the main function (minutes)
incident-quantity-cii_outage_whole_minutes = outage of a whole critical infrastructure (minutes)
incident-quantity-cii_outage_main_minutes = outage of the main function of a critical infrastructure (minutes)
incident-quantity-population_people = people whose work or life is affected
incident-quantity-province_share_ppm = largest share of a province's people affected (parts per million)
incident-quantity-prefecture_share_ppm = largest share of a prefecture's people affected (parts per million)
incident-quantity-portal_provincial_minutes = provincial portal or central key news site unreachable (minutes)
incident-quantity-portal_prefecture_minutes = prefecture-level portal or provincial key news site unreachable (minutes)
incident-quantity-portal_other_minutes = other portal or key news site unreachable (minutes)
incident-quantity-content_home_minutes = illegal content on a home page (minutes)
incident-quantity-content_other_minutes = illegal content on another page (minutes)
incident-quantity-content_reposts = reposts of illegal content
incident-quantity-content_views = views or clicks of illegal content

## Matters that are said in words

incident-matter-core_data_threat = threat by core data leaked, stolen, tampered with or forged
incident-matter-important_data_threat = threat by important data leaked, stolen, tampered with or forged
incident-matter-personal_information_amount = amount of personal information lost or stolen
incident-matter-content_recognised = spread of illegal content, as recognised by an authority
