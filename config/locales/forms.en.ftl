### English words: forms, their workbooks, and what is said of a file that cannot be read.

## Rules of reading a file

rule-R-1 = { $problem ->
    [empty] The file has no content. Fill in the form and hand it in again.
    [encoding] The file cannot be read as text. Save it as UTF-8 or GB 18030; expected: { $expected }.
    [nul] The file has NUL characters, which no text has. Save it again as text.
    [syntax] The file is not JSON ({ $actual } is line:column). Correct it there.
    [shape] The JSON has no list of records where one belongs ({ $actual }). Expected: { $expected }.
    [length] The header is too long. Limit in bytes: { $expected }. Shorten its cells.
    [quote] A quote { $expected } in the header is not closed before the file ends. Close it.
    [workbook] The file is no workbook, or it is damaged. { $actual } Open it in a spreadsheet program and save it as { $expected }.
    [old-workbook] The file is a workbook of before 2007 (.xls), or it has a password. Save it as { $expected } without a password.
    [other-workbook] The file is a workbook of another format (.ods, .xlsb). Save it as { $expected }.
    [declaration] The file's XML declares a document type or an entity, or is not UTF-8, which no spreadsheet or accounting program writes. Save or export it again there.
    [xml] The file is not whole XML: at byte { $actual } it breaks off or breaks the rules of XML. Export it again.
    [content] The file has nothing that its format has ({ $actual }). Choose the other format, or export it again.
    [order] The file has its parts in another order than its format: { $actual }. Export it with the accounts before the balances.
    [sheet] Several sheets have content and none is named for the form: { $actual }. Name the one that is meant “{ $expected }”, or delete the others.
   *[other] The file cannot be read: { $actual }. Expected: { $expected }.
}
rule-R-4 = { $problem ->
    [encoding] Row { $row } has bytes that are no text { $column }. Type the cell again and save the file as { $expected }.
    [nul] Row { $row } has NUL characters { $column }, which no text has. Type the cell again.
    [cells] Row { $row } has { $actual } cells, the header has { $expected }. Check commas, quotes and cells to the right of the table.
    [length] Row { $row } is too long. Limit in bytes: { $expected }.
    [quote] A quote { $expected } that row { $row } opens is not closed before the file ends. Close it, or double it inside a cell.
    [syntax] Row { $row } is not JSON. Correct it. { $actual }
    [shape] Row { $row } is JSON, but no record. Expected: { $expected }.
    [member] Row { $row } names the member “{ $column }” twice. Keep one.
    [posting] Row { $row } gives no entry: none of the amounts that make one is filled. Check the row, or the mapping if there is one.
    [voucher] Row { $row } is an entry that names its voucher by a number which vouchers of two types have. Write the type (凭证类型编号) with the entry.
    [doubled] Row { $row } is of a voucher that is there twice: month, type and number are alike. Which of the two an entry belongs to cannot be told. Keep one, or correct a number.
    [entries] Row { $row } is a voucher without entries: none stands in it, and none names it without doubt. Hand it in with its entries, or leave it out.
   *[other] Row { $row } cannot be read: { $actual }. Expected: { $expected }.
}
rule-R-9 = { $limit ->
    [document] The JSON document is larger than what is held in memory ({ $expected } bytes). Hand it in as JSON Lines, one record a line.
    [entries] The workbook's package has more entries than allowed ({ $expected }). Save it again in a spreadsheet program.
    [inflated] The workbook is larger than allowed once it is unpacked ({ $expected } bytes). Hand the table in as CSV, or in parts.
    [ratio] The workbook is packed more tightly than any honest one (more than { $expected } to one). Save it again in a spreadsheet program, or hand the table in as CSV.
    [run] A text or a record in the file is longer than the limit ({ $expected } bytes). Shorten it.
    [cell] Cell { $cell } has more characters than a spreadsheet holds in one ({ $expected }). Shorten it.
    [row] Row { $row } has more text than a row may have ({ $expected } bytes). Shorten its cells.
    [sheets] The workbook has more sheets than allowed ({ $expected }). Delete those that are not needed.
    [rows] The sheet has more rows than a spreadsheet may have ({ $expected }). Save it again in a spreadsheet program.
    [columns] The header has more columns than allowed ({ $expected }). Delete those that are not of the form.
    [number_runs] The numbers of the file's vouchers have more gaps ({ $actual }) than those of a month may ({ $expected }). Number the vouchers of each type from 1 on, and hand those that follow one another in together.
    [usage_records] The file has more records of usage than one may have ({ $expected }). Hand it in in parts.
    [usage_sums] The file has more combinations of product, use, buyer, unit and price than one may have ({ $expected }). Hand it in in parts.
    [usage_sum] A sum of the month's usage does not fit: { $actual }. Correct its quantities or amounts.
   *[other] A limit of the system is reached: { $cause } is { $actual }, the limit is { $expected }. Correct it; if it really is that large, hand it in in parts.
}
rule-R-11 = { $actual } cells are computed by formulas, the first is { $cell }. What they last gave was read; nothing was computed again. Paste them as values if in doubt.
rule-R-12 = Row { $row }, voucher { $voucher }, account { $account }: { $column } is { $actual }. Quantities, lots and prices of them are not understood, so that the whole voucher does not count. Hand it in with amounts of money alone.
rule-R-14 = { $check ->
    [left-out] “{ $record }”, which the superseded registry file lists as separate ledger, is not in this file. It stays separate ledger: that it is so no more is for { $expected } to hand in. List it in the party's registry file.
   *[row] Row { $row }: { $actual } may not hand in “{ $record }” of { $party }; that is for: { $expected }. The row does not count. Let one of these hand it in.
}
rule-R-12-currency = Row { $row }: { $column } is { $actual }, not { $expected }. Prices and revenue are judged in renminbi and no rate of exchange is assumed, so that the row does not count. Hand it in again with the amounts in renminbi as they are agreed or booked.
rule-R-13 = The file declares other totals than it has: { $what ->
    [entries] transactions
    [debit] debits
   *[credit] credits
} declared { $expected }, found { $actual }. The export may have lost some, or some more were added. Export it again.

## The workbook of a form

form-title = Form: { $kind }
form-guide-sheet = Fill in the sheet “{ $sheet }”: one row for each record, from row 2 on. Leave the sheet's name as it is. Rows without content are passed over.
form-guide-heads = Columns with dark heads have to stay. Columns with light heads may be deleted. The order does not matter; heads may be Chinese or English.
form-guide-cells = Codes and account numbers are text, so that leading zeros stay. Days are YYYY-MM-DD, months YYYY-MM. Paste as values, so that lists and checks stay.
form-guide-check = Check before handing in: mingjingd check FILE --kind { $kind } --annotate OUT.xlsx gives the file back with each fault at its cell.
form-column = Column
form-required = In the file
form-is-required = required
form-note = What goes in
form-words = Words of the list
form-invalid = This cell takes: { $what }. { $note }
form-cell-words = a word of the list
form-cell-currency = a currency code (ISO 4217)
form-cell-date = a day, YYYY-MM-DD
form-cell-month = a month, YYYY-MM
form-cell-instant = a day and a time, YYYY-MM-DD HH:MM
form-cell-amount = a decimal number
form-cell-amount-from-zero = a decimal number from 0
form-cell-count = a whole number from 0
form-cell-text = text
form-findings-title = { $count } findings in { $file }: { $verdict }
form-findings-none = Nothing was found.
form-findings-more = { $count } more findings are not listed.
form-finding-number = No.
form-finding-place = Place
form-finding-rule = Rule
form-finding-severity = Severity
form-finding-message = What is wrong and what to do
form-finding-expected = Expected
form-finding-actual = Found
form-finding-basis = Rests on
form-record = Record

## The command line

cli-template-mapping = { $path } is made. Adjust it to the heads of your export, then: mingjingd check FILE --kind { $kind } --mapping { $path }
cli-template-ledger = There is no such mapping for the kind { $kind }. Ask for it with the kind ledger.
cli-template-made = { $path } is made. Fill it in, then: mingjingd check { $path } --kind { $kind }
cli-annotated = { $path } is made: the file with each finding at its cell.
cli-annotate-format = { $path } has to end in .xlsx: findings are marked in a workbook.
cli-annotate-large = { $path } is too large to be given back as a workbook. Take the findings from the list or from --json, or hand the file in in parts.
