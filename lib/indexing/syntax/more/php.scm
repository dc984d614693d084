; PHP: constants, enums, and calls and uses of types without a namespace.
(namespace_definition name: (namespace_name) @name) @definition.namespace
(trait_declaration name: (name) @name) @definition.trait
(enum_declaration name: (name) @name) @definition.enum
(enum_case name: (name) @name) @definition.enum_member
(const_element (name) @name) @definition.constant
(function_call_expression function: (name) @name) @reference.call
(object_creation_expression (name) @name) @reference.class
(base_clause (name) @name) @reference.class
(class_interface_clause (name) @name @reference.implementation)
(scoped_call_expression scope: (name) @name) @reference.class
(class_constant_access_expression . (name) @name) @reference.class
(named_type (name) @name) @reference.type
(namespace_use_clause (qualified_name (name) @name)) @reference.import
