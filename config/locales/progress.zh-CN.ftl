### 中文文案：进度。

progress-line = { $what }：{ $percent } %
progress-check = 检查 { $name }
progress-proof = 按报送文件重新入账
progress-keep = 接收 { $name }
progress-collect = 查看来源 { $name }
progress-evaluate = 评价 { $name }
progress-generate = 生成 { $name }
progress-render = 正在编制 { $name }
