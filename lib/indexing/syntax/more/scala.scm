; Scala: what is declared and not defined, and every use of a type.
(function_declaration name: (identifier) @name) @definition.function
(call_expression function: (field_expression field: (identifier) @name)) @reference.call
