; Python: attributes of classes, aliases, what is inherited, imported and annotated.
(class_definition body: (block (expression_statement (assignment left: (identifier) @name) @definition.field)))
(type_alias_statement left: (type (identifier) @name)) @definition.type
(class_definition superclasses: (argument_list (identifier) @name @reference.class))
(class_definition superclasses: (argument_list (attribute attribute: (identifier) @name) @reference.class))
(decorator (identifier) @name) @reference.call
(decorator (attribute attribute: (identifier) @name)) @reference.call
(type (identifier) @name) @reference.type
(type (attribute attribute: (identifier) @name)) @reference.type
(import_from_statement name: (dotted_name (identifier) @name) @reference.import)
(import_from_statement name: (aliased_import name: (dotted_name (identifier) @name)) @reference.import)
