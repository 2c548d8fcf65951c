### English words: statements.

statement-trial-balance = Trial balance
statement-account-register = Account register: { $account }
statement-separate-ledger = Income and expenditure of the separate ledger of public-data operation
statement-income-statement = Income statement
statement-permitted-revenue = Use of the permitted revenue

statement-unit = Unit: { $name }
statement-yuan = In yuan
statement-month = { $year }-{ $month }
statement-currency-unit = In units of each currency
statement-currency = Currency: { $currency }
statement-signers = Prepared by:                Reviewed by:                Head of unit:                Date:
statement-form-source = Form: { $source }
statement-as-of = Data cut-off: { $instant }
statement-total = Total
statement-opening = Opening balance
statement-closing = Total of the month and closing balance
statement-side-debit = debit
statement-side-credit = credit
statement-side-even = even

statement-note-unknown = “—” is missing data and not zero: a column is not computed while ledgers of its months are missing.
statement-note-turnover = In months closed to profit of the year, accounts of profit and loss count on their own side (corrections are red-letter entries); in other months one side less the other.
statement-note-currency = Amounts in other currencies than CNY are left out.
statement-note-all-accounts = The register names no account of the separate ledger; every account is taken for one.
statement-note-tie-out = 8. Tie-out with the general ledger: totals of the general ledger are compared account by account when they are handed in (rule F-5); what differs is a finding.
statement-note-shortfall = Revenue below the permitted revenue is not carried to the next cycle: the notice says nothing of it.

## Columns
statement-column-line = Item
statement-column-month = Month
statement-column-year_to_date = Year to date
statement-column-last_year = Same month last year
statement-column-cycle = Cycle
statement-column-number = No.
statement-column-formula = From
statement-column-account = Account
statement-column-account-name = Account name
statement-column-currency = Currency
statement-column-opening-debit = Opening debit
statement-column-opening-credit = Opening credit
statement-column-debit = Debit
statement-column-credit = Credit
statement-column-closing-debit = Closing debit
statement-column-closing-credit = Closing credit
statement-column-day = Day
statement-column-voucher = Voucher
statement-column-summary = Summary
statement-column-side = Side
statement-column-balance = Balance
statement-column-product = Product
statement-column-unit = Charged by
statement-column-tier = Above quantity
statement-column-buyer = Buyer
statement-column-ceiling = Ceiling
statement-column-price = Price
statement-column-amount = Amount
statement-column-key = Allocation key
statement-column-driver = Driver
statement-column-use = Use
statement-column-share = Share
statement-column-item = Item
statement-column-value = Amount or ratio
statement-column-payee = Payee
statement-column-payee-kind = Kind of payee
statement-column-form = Form
statement-column-document = Approval

## Tables
statement-table-products = 1-1. Prices on the last day of the month, yuan
statement-table-allocation = 2-1. Allocation of shared cost
statement-table-permitted = 6. Permitted revenue
statement-table-distribution = 7. Distribution of revenue

## Lines
statement-line-income = 1. Total income
statement-line-fee = (1) Service fees of public-data operation
statement-line-no-product = (no product named)
statement-line-subsidy = (2) Government subsidies
statement-line-other = (3) Other related income
statement-line-operating-cost = 2. Operating cost (industry and sector development)
statement-line-shared = of which shared cost allocated
statement-line-public-cost = 3. Cost of public use (outside of the permitted revenue)
statement-line-unattributed = Unattributed cost (no use named, or not allocated whole)
statement-line-taxes = 4. Taxes
statement-line-balance = 5. Balance
statement-line-transferred = Transferred to profit of the year
statement-line-transfer-difference = Net profit less transfer (must be 0.00)
statement-line-cost = Operating cost (industry and sector development)
statement-line-subsidy-netted = less: government subsidies
statement-line-net-cost = Operating cost net of subsidies
statement-line-profit = plus: permitted profit
statement-line-cycle-taxes = plus: taxes
statement-line-carried = less: excess of the cycle before
statement-line-computed = Permitted revenue as computed
statement-line-approved = Permitted revenue as approved
statement-line-permitted = Permitted revenue
statement-line-actual = Revenue of the cycle so far
statement-line-used = Used
statement-line-excess = Excess
statement-line-mark = Mark reached
statement-line-administrative = administrative unit
statement-line-institution = institution
statement-line-enterprise = enterprise
statement-line-cash = cash
statement-line-in_kind = technology, products or services
