# The install tree: find_package(lamina) gives lamina::lamina, all a function needs.
