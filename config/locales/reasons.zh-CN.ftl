### 中文文案：递送、作业未能完成的原因。均不带句号。

reason-said = 「{ $said }」

## 递送

reason-silent = 邮件发出途中守护进程停止
reason-unreadable = 已存内容无法读取（系统提示「{ $said }」）
reason-left-settings = 设置中已没有采用该渠道和地址的收件人
reason-takes-other = 按现行设置，该收件人应收到的是 { $said }
reason-takes-nothing = 按现行设置，该收件人不应收到其中任何内容
reason-no-file = 无法重新生成应递送的文件（系统提示「{ $said }」）
reason-refused-superseded = { refused-superseded }
reason-refused-changed = { refused-changed }
reason-unwritable = 文件无法写入（系统提示「{ $said }」）
reason-mail-no-settings = 设置中没有 [mail]
reason-mail-reply = 邮件服务器答复「{ $said }」
reason-mail-out-of-step = 邮件服务器的答复不合步骤「{ $said }」
reason-mail-connection = 无法连接邮件服务器（系统提示「{ $said }」）
reason-mail-broke-off = 与邮件服务器的连接中断（系统提示「{ $said }」）
reason-mail-sign-in = 邮件服务器不允许登录（其答复「{ $said }」）
reason-mail-sender = 邮件服务器不接受发件人（其答复「{ $said }」）
reason-mail-not-encrypted = 与邮件服务器的连接未加密
reason-mail-certificate = 证书无法使用（系统提示「{ $said }」）
reason-mail-address = { $said } 不是邮箱地址
reason-mail-timeout = 邮件服务器在 { $said } 秒内没有答复

## 作业

reason-job-lost = 执行作业的守护进程中断了 { $said } 次
reason-job-hangs = 上一项相同作业仍无响应
reason-job-broke-off = 作业中途中断，位置见日志
reason-job-limit = 超过 { $said } 秒未完成
reason-job-no-source = 设置中没有来源 { $said }
reason-job-source-unreachable = 无法连接来源
reason-job-source-shrunk = 来源内容大幅减少，已暂停接收；处理办法见 mingjingd show sources
reason-job-not-taken = { $said } 个文件未能接收；原因见 mingjingd once collect
reason-job-no-scheme = 没有评价方案 { $said }
reason-job-no-subject = 登记册中没有该方案的评价对象
reason-job-not-begun = 期间 { $said } 尚未开始
reason-job-error = 程序提示「{ $said }」
