/** What SARIF 2.1.0 asks of the parts that we write, as a JSON schema in our own words: required members, types, enumerations. */
const text = { type: "string", minLength: 1 };
const level = { enum: ["none", "note", "warning", "error"] };
const object = (required: readonly string[], properties: object): object => ({
  type: "object",
  required,
  properties,
  additionalProperties: false,
});
const list = (items: object): object => ({ type: "array", items });

const message = {
  ...object([], { text, markdown: text, id: text, arguments: list(text) }),
  anyOf: [{ required: ["text"] }, { required: ["id"] }],
};
const multiformat = object(["text"], { text, markdown: text });
const region = {
  ...object(["startLine"], {
    startLine: { type: "integer", minimum: 1 },
    startColumn: { type: "integer", minimum: 1 },
    endLine: { type: "integer", minimum: 1 },
    endColumn: { type: "integer", minimum: 1 },
  }),
};
const artifactLocation = object(["uri"], { uri: { type: "string", pattern: "^file:///[^\\\\ ]*$" } });
const physicalLocation = object(["artifactLocation"], { artifactLocation, region });
const location = object([], {
  id: { type: "integer", minimum: 0 },
  physicalLocation,
  logicalLocations: list(object(["fullyQualifiedName"], { fullyQualifiedName: text, kind: text })),
  message,
});
const bag = { type: "object" };

export const sarifSchema = object(["version", "runs"], {
  $schema: { type: "string", pattern: "sarif.*2\\.1\\.0.*\\.json$" },
  version: { const: "2.1.0" },
  runs: list(
    object(["tool"], {
      columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
      tool: object(["driver"], {
        driver: object(["name"], {
          name: text,
          version: text,
          semanticVersion: { type: "string", pattern: "^(\\d+\\.\\d+\\.\\d+|dev$)" },
          informationUri: text,
          rules: {
            ...list(
              object(["id"], {
                id: text,
                shortDescription: multiformat,
                fullDescription: multiformat,
                help: multiformat,
                helpUri: { type: "string", pattern: "^https?://" },
                defaultConfiguration: object([], { level, enabled: { type: "boolean" } }),
                properties: bag,
              }),
            ),
            uniqueItems: true,
          },
        }),
      }),
      results: list(
        object(["message", "ruleId"], {
          ruleId: text,
          level,
          message,
          locations: { ...list(location), minItems: 1 },
          relatedLocations: { ...list(location), uniqueItems: true },
          partialFingerprints: { type: "object", additionalProperties: text },
          suppressions: list(object(["kind"], { kind: { enum: ["inSource", "external"] }, justification: { type: "string" } })),
          properties: bag,
        }),
      ),
      artifacts: { ...list(object([], { location: artifactLocation, properties: bag })), uniqueItems: true },
      invocations: list(
        object(["executionSuccessful"], {
          executionSuccessful: { type: "boolean" },
          toolExecutionNotifications: list(
            object(["message"], { level, message, descriptor: object([], { id: text }), locations: list(location) }),
          ),
        }),
      ),
      properties: bag,
    }),
  ),
});
