; Ruby: attributes, constants, and every use of one.
(assignment left: (constant) @name) @definition.constant
(constant) @name @reference.class
((call method: (identifier) @_method arguments: (argument_list (simple_symbol) @name @definition.property))
  (#match? @_method "^attr_(reader|writer|accessor)$"))
