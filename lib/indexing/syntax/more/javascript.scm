; JavaScript alone.
(field_definition property: (property_identifier) @name value: (arrow_function)) @definition.method
(field_definition property: [(property_identifier) (private_property_identifier)] @name) @definition.field
(class_heritage (identifier) @name) @reference.class
