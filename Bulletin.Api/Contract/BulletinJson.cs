using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Bulletin.Api.Contract;

/// <summary>The JSON options for HTTP and the hub.</summary>
public static class BulletinJson
{
    /// <summary>Deep enough for every valid request, shallow enough to be cheap.</summary>
    private const int MaxDepth = 16;

    public static JsonSerializerOptions Options { get; } = Create();

    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        // Strict, or every long would be "integer or string" in the OpenAPI document.
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = MaxDepth;
        // Keeps every script readable. Safe because responses are application/json with nosniff and never embedded in a page.
        options.Encoder = ReadableEncoder.Instance;
        options.Converters.Add(new Rfc3339JsonConverter());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        Apply(options);
        options.MakeReadOnly();
        return options;
    }
}
