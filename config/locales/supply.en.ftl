### English words: data supply.

## Rules about a catalogue item

rule-C-1 = Row { $row }: the item has no { $expected }. Fill it in.
rule-C-2 = Row { $row }: the item has no { $expected }. Say what the data holds.
rule-C-3 = Row { $row }: { $expected } is not said (“{ $actual }”). Say on what terms the data may be used.
rule-C-4 = Row { $row }: the item has no files or interfaces ({ $expected }). Attach them, or explain why there are none.
rule-C-5 = Row { $row }: the frequency “{ $actual }” is not a known word and counts as not on time. Use one of { $expected }.
rule-C-6 = Row { $row }: a frequency is declared but the date of the last update is not known, which counts as not on time. Fill it in as { $expected }.
rule-C-7 = Row { $row }: by the declared frequency an update was due by { $expected }; the last one is of { $actual }. Update the data, or correct the frequency. (The window is a project default.)
rule-C-8 = Row { $row }: the update “{ $actual }” is in the future and counts as not on time; it should be { $expected }. Correct it.
rule-C-9 = Record { $row }: { $column } is “{ $actual }”; DCAT-US 1.1 asks for { $expected }. Correct it.
rule-C-10 = The file lists { $actual } of { $expected } packages; { $missing } are missing and not judged. Ask the catalogue for all of them (rows, start), and hand in every page.
