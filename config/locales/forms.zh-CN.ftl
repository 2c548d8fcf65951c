### 中文词句：表式、表式工作簿，以及无法读取的文件。

## 文件读取规则

rule-R-1 = { $problem ->
    [empty] 文件没有内容。请填写表式后重新报送。
    [encoding] 文件无法按文本读取。请另存为 UTF-8 或者 GB 18030；应为：{ $expected }。
    [nul] 文件中有 NUL 字符，文本不应含有。请重新另存为文本。
    [syntax] 文件不是 JSON（{ $actual } 为 行:列）。请在该处更正。
    [shape] JSON 中应有记录列表之处没有（{ $actual }）。应为：{ $expected }。
    [length] 表头过长，字节上限：{ $expected }。请缩短单元格内容。
    [quote] 表头中的引号 { $expected } 到文件结束也没有闭合，请补上。
    [workbook] 文件不是工作簿，或者已经损坏。{ $actual } 请用电子表格软件打开后另存为 { $expected }。
    [old-workbook] 文件是 2007 年以前的工作簿（.xls），或者设有密码。请取消密码后另存为 { $expected }。
    [other-workbook] 文件是其他格式的工作簿（.ods、.xlsb）。请另存为 { $expected }。
    [declaration] 文件的 XML 声明了文档类型或者实体，或者不是 UTF-8，电子表格软件和会计软件不会这样写。请用原软件重新另存或者导出。
    [xml] 文件不是完整的 XML：在第 { $actual } 字节处中断或者不合 XML 规则。请重新导出。
    [content] 文件中没有该格式应有的内容（{ $actual }）。请改选其他格式，或者重新导出。
    [order] 文件各部分的先后与格式不符：{ $actual }。请先导出会计科目，再导出余额。
    [sheet] 多个工作表有内容，且没有一个以表式命名：{ $actual }。请把所要报送的工作表命名为“{ $expected }”，或者删去其他工作表。
   *[other] 文件无法读取：{ $actual }。应为：{ $expected }。
}
rule-R-4 = { $problem ->
    [encoding] 第 { $row } 行 { $column } 有不是文本的字节。请重新输入该单元格，并把文件另存为 { $expected }。
    [nul] 第 { $row } 行 { $column } 有 NUL 字符，文本不应含有。请重新输入该单元格。
    [cells] 第 { $row } 行有 { $actual } 个单元格，表头有 { $expected } 个。请核对逗号、引号以及表格右侧的单元格。
    [length] 第 { $row } 行过长，字节上限：{ $expected }。
    [quote] 第 { $row } 行开始的引号 { $expected } 到文件结束也没有闭合。请补上，单元格内的引号须写两个。
    [syntax] 第 { $row } 行不是 JSON，请更正。{ $actual }
    [shape] 第 { $row } 行是 JSON，但不是一条记录。应为：{ $expected }。
    [member] 第 { $row } 行的成员“{ $column }”出现两次，请保留一个。
    [posting] 第 { $row } 行没有给出分录：构成分录的金额都没有填写。请核对该行；使用映射的，请一并核对映射。
    [voucher] 第 { $row } 行分录所写的凭证编号，有两种类型的凭证同号，分不清是哪一张。请在分录中写明凭证类型编号。
    [doubled] 第 { $row } 行所属的凭证有两张：期间、类型和编号都相同，分不清分录属于哪一张。请只保留一张，或者更正编号。
    [entries] 第 { $row } 行的凭证没有分录：凭证中没有分录，也没有分录明确写到它。请补上分录，或者删去该凭证。
   *[other] 第 { $row } 行无法读取：{ $actual }。应为：{ $expected }。
}
rule-R-9 = { $limit ->
    [document] JSON 文档超过内存处理的上限（{ $expected } 字节）。请按 JSON Lines 每行一条记录报送。
    [entries] 工作簿的包内条目过多（{ $expected }）。请用电子表格软件重新另存。
    [inflated] 工作簿解压后过大（{ $expected } 字节）。请改用 CSV 报送，或者拆分。
    [ratio] 工作簿的压缩比异常（超过 { $expected } 比 1）。请用电子表格软件重新另存，或者改用 CSV 报送。
    [run] 文件中有超过长度上限（{ $expected } 字节）的文本或者记录，请缩短。
    [cell] 单元格 { $cell } 的字符数超过电子表格的上限（{ $expected }），请缩短。
    [row] 第 { $row } 行的文本过长（{ $expected } 字节），请缩短其单元格。
    [sheets] 工作簿的工作表过多（{ $expected }）。请删去不需要的工作表。
    [rows] 工作表的行数超过电子表格的上限（{ $expected }）。请用电子表格软件重新另存。
    [columns] 表头的列数过多（{ $expected }）。请删去表式以外的列。
    [number_runs] 文件的凭证编号断开过多（{ $actual } 段，上限 { $expected } 段）。请按凭证字自 1 起连续编号，并把编号相连的凭证放在同一份文件中报送。
    [usage_records] 服务记录超过一份文件的上限（{ $expected } 条）。请拆分后报送。
    [usage_sums] 产品、用途、购买方、计费单位和单价的组合超过一份文件的上限（{ $expected } 个）。请拆分后报送。
    [usage_sum] 当月服务记录的合计超出范围（{ $actual }）。请更正数量或金额。
   *[other] 超出系统限额：{ $cause } 为 { $actual }，上限 { $expected }。请更正；文件确实如此之大时请拆分后报送。
}
rule-R-11 = 有 { $actual } 个单元格由公式计算，首个为 { $cell }。读取的是上次计算的结果，没有重新计算。如有疑问请粘贴为数值。
rule-R-12 = 第 { $row } 行凭证 { $voucher } 科目 { $account }：{ $column } 为 { $actual }。数量、批次及其价格不予识别，整张凭证不计入。请按金额重新报送。
rule-R-14 = { $check ->
    [left-out] 被替换的名册文件列为专账的“{ $record }”不在本文件中。该科目仍按专账处理：将科目移出专账应由 { $expected } 报送。请在本单位的名册文件中列明该科目。
   *[row] 第 { $row } 行：{ $actual } 无权报送 { $party } 的“{ $record }”，应由 { $expected } 报送。该行不计入。请由有权报送的单位报送。
}
rule-R-12-currency = 第 { $row } 行：{ $column } 为 { $actual }，不是 { $expected }。价格和收入按人民币核对，系统不假定汇率，该行不计入。请按约定或者入账的人民币金额重新报送。
rule-R-13 = 文件自报的{ $what ->
    [entries] 凭证张数
    [debit] 借方合计
   *[credit] 贷方合计
}与内容不符：自报 { $expected }，实有 { $actual }。导出时可能有遗漏或者增加，请重新导出。

## 表式工作簿

form-title = 表式：{ $kind }
form-guide-sheet = 请填写工作表“{ $sheet }”：每条记录一行，从第 2 行开始。请勿更改工作表名称。空行不予处理。
form-guide-heads = 深色表头的列必须保留，浅色表头的列可以删去。列的顺序不限，表头可用中文或者英文。
form-guide-cells = 编号和科目编号为文本格式，保留前导零。日期为 YYYY-MM-DD，月份为 YYYY-MM。粘贴时请选择“粘贴为数值”，以保留下拉列表和校验。
form-guide-check = 报送前请先检查：mingjingd check 文件 --kind { $kind } --annotate 输出.xlsx，每个问题都会标注在相应的单元格。
form-column = 列名
form-required = 是否必须
form-is-required = 必须
form-note = 填写内容
form-words = 可选内容
form-invalid = 此单元格应填：{ $what }。{ $note }
form-cell-words = 下拉列表中的一项
form-cell-currency = 币种代码（ISO 4217）
form-cell-date = 日期，YYYY-MM-DD
form-cell-month = 月份，YYYY-MM
form-cell-instant = 日期和时间，YYYY-MM-DD HH:MM
form-cell-amount = 十进制数
form-cell-amount-from-zero = 不小于零的十进制数
form-cell-count = 非负整数
form-cell-text = 文本
form-findings-title = { $file } 有 { $count } 个问题：{ $verdict }
form-findings-none = 没有发现问题。
form-findings-more = 另有 { $count } 个问题未列出。
form-finding-number = 序号
form-finding-place = 位置
form-finding-rule = 规则
form-finding-severity = 程度
form-finding-message = 问题和处理办法
form-finding-expected = 应为
form-finding-actual = 实为
form-finding-basis = 依据
form-record = 记录

## 命令行

cli-template-mapping = 已生成 { $path }。请按导出文件的表头调整后检查：mingjingd check 文件 --kind { $kind } --mapping { $path }
cli-template-ledger = 没有用于 { $kind } 的映射。请以 ledger 为种类生成。
cli-template-made = 已生成 { $path }。填写后请检查：mingjingd check { $path } --kind { $kind }
cli-annotated = 已生成 { $path }：每个问题都标注在相应的单元格。
cli-annotate-format = { $path } 应以 .xlsx 结尾：问题标注在工作簿中。
cli-annotate-large = { $path } 过大，无法作为工作簿退回。请查看问题清单或者使用 --json，也可以拆分后报送。
