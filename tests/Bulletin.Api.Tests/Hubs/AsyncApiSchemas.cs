using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bulletin.Api.Contract;

namespace Bulletin.Api.Tests;

/// <summary>JSON schemas of what the hub takes and sends, from the types themselves.</summary>
internal sealed class AsyncApiSchemas
{
    private readonly NullabilityInfoContext nullability = new();

    /// <summary>The schemas of records, by name; others refer to them.</summary>
    public SortedDictionary<string, JsonObject> Records { get; } = new(StringComparer.Ordinal);

    public JsonObject Of(ParameterInfo parameter)
    {
        var schema = Of(parameter.ParameterType, parameter.GetCustomAttributes());
        if (parameter.Name == "topicId") schema["format"] = "uuid";
        return Nullable.GetUnderlyingType(parameter.ParameterType) is null ? schema : OrNull(schema);
    }

    /// <param name="declared">The attributes of whatever has this type.</param>
    public JsonObject Of(Type type, IEnumerable<Attribute>? declared = null)
    {
        var schema = Plain(Nullable.GetUnderlyingType(type) ?? type);
        foreach (var attribute in declared ?? []) Add(attribute, schema);
        return schema;
    }

    private JsonObject Plain(Type type)
    {
        if (type == typeof(string)) return new() { ["type"] = "string" };
        if (type == typeof(bool)) return new() { ["type"] = "boolean" };
        if (type == typeof(long) || type == typeof(int)) return new() { ["type"] = "integer" };
        if (type == typeof(Guid)) return new() { ["type"] = "string", ["format"] = "uuid" };
        if (type == typeof(DateTimeOffset)) return new() { ["type"] = "string", ["format"] = "date-time" };
        if (type.IsAssignableTo(typeof(IEnumerable))) return new() { ["type"] = "array", ["items"] = Plain(type.GetGenericArguments()[0]) };
        return new() { ["$ref"] = $"#/components/schemas/{Record(type)}" };
    }

    private string Record(Type type)
    {
        var name = type.Name.Replace("View", "", StringComparison.Ordinal);
        if (Records.ContainsKey(name)) return name;
        var (schema, properties, required) = (new JsonObject { ["type"] = "object" }, new JsonObject(), new JsonArray());
        Records[name] = schema;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            var attributes = property.GetCustomAttributes().ToArray();
            // Fields of requests are nullable in the code, so that a missing one can be named; of answers, all are always there.
            var mayBeNull = nullability.Create(property).ReadState == NullabilityState.Nullable && !attributes.OfType<RequiredAttribute>().Any();
            var key = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            properties[key] = mayBeNull ? OrNull(Of(property.PropertyType, attributes)) : Of(property.PropertyType, attributes);
            if (!mayBeNull || type.Name.EndsWith("View", StringComparison.Ordinal)) required.Add(key);
        }
        schema["required"] = required;
        schema["properties"] = properties;
        return name;
    }

    private static JsonObject OrNull(JsonObject schema)
    {
        if (schema["type"] is not { } type) return new() { ["oneOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        schema["type"] = new JsonArray(type.DeepClone(), "null");
        if (schema["enum"] is JsonArray values) values.Add(null);
        return schema;
    }

    private static void Add(Attribute attribute, JsonObject schema)
    {
        switch (attribute)
        {
            case NamesOfAttribute names:
                schema["enum"] = new JsonArray([.. names.Names.Select(name => JsonValue.Create(name))]);
                break;
            case AllowedValuesAttribute allowed:
                schema["enum"] = new JsonArray([.. allowed.Values.Select(value => JsonValue.Create((string?)value))]);
                break;
            case FormatAttribute format:
                schema["format"] = format.Name;
                break;
            case AtLeastAttribute least:
                schema["minimum"] = least.Minimum;
                break;
            case LengthAttribute length:
                (schema["minLength"], schema["maxLength"]) = (length.MinimumLength, length.MaximumLength);
                break;
        }
    }
}
