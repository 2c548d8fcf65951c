### English words: progress.

progress-line = { $what }: { $percent } %
progress-check = checking { $name }
progress-proof = posting again what was handed in
progress-keep = receiving { $name }
progress-collect = looking at source { $name }
progress-evaluate = evaluating by { $name }
progress-generate = generating { $name }
progress-render = rendering { $name }
