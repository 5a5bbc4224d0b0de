using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Bulletin.Api.Contract;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulletin.Api.OpenApi;

/// <summary>Adds to schemas what types alone do not express.</summary>
internal static class DescribeSchema
{
    public static Task Transform(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        // Written by a converter, so the exporter cannot tell that these are strings.
        if (type == typeof(DateTimeOffset)) schema.Type = JsonSchemaType.String;
        if (type == typeof(DateTimeOffset?)) schema.Type = JsonSchemaType.String | JsonSchemaType.Null;

        // Any fields: without this, generated clients take it for an object that has none.
        if (type == typeof(JsonObject)) schema.AdditionalProperties = new OpenApiSchema();

        foreach (var attribute in AttributesOf(context)) Add(attribute, schema);
        return Task.CompletedTask;
    }

    /// <summary>What is said of a property or a parameter where it is declared.</summary>
    private static object[] AttributesOf(OpenApiSchemaTransformerContext context)
    {
        ICustomAttributeProvider? declared = context.JsonPropertyInfo is { } property
            ? property.AttributeProvider
            : (context.ParameterDescription?.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo;
        return declared?.GetCustomAttributes(inherit: true) ?? [];
    }

    private static void Add(object attribute, OpenApiSchema schema)
    {
        switch (attribute)
        {
            // Requests are parsed leniently, so that a validator can report missing fields; the schema still requires a value.
            case RequiredAttribute:
                schema.Type &= ~JsonSchemaType.Null;
                break;
            case NamesOfAttribute names:
                AddNames(names.Names, schema);
                break;
            case AllowedValuesAttribute allowed:
                AddNames(allowed.Values.Cast<string>(), schema);
                break;
            case FormatAttribute format:
                schema.Format = format.Name;
                break;
            case AtLeastAttribute least:
                schema.Minimum = least.Minimum.ToString(CultureInfo.InvariantCulture);
                break;
        }
    }

    private static void AddNames(IEnumerable<string> names, OpenApiSchema schema)
    {
        schema.Enum = [.. names.Select(name => (JsonNode)name)];
        // JSON Schema takes nothing for granted: a list without null does not allow it.
        if (schema.Type?.HasFlag(JsonSchemaType.Null) == true) schema.Enum.Add(JsonNullSentinel.JsonNull);
    }
}
