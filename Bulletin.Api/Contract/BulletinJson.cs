using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Bulletin.Api.Topics;

namespace Bulletin.Api.Contract;

/// <summary>How Bulletin writes and reads JSON, over HTTP and over the hub.</summary>
public static class BulletinJson
{
    /// <summary>Deep enough for anything Bulletin takes, shallow enough to cost nothing.</summary>
    private const int MaxDepth = 16;

    public static JsonSerializerOptions Options { get; } = Create();

    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        // A number is a number: otherwise every long would be "integer or string" in the OpenAPI document.
        options.NumberHandling = JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = MaxDepth;
        // Leaves every script readable. Answers are application/json under nosniff, never part of a page.
        options.Encoder = ReadableEncoder.Instance;
        options.Converters.Add(new Rfc3339JsonConverter());
    }

    /// <summary>And what is written by hand. Not for the options that describe the API: nobody sees into a converter.</summary>
    public static void ApplyToAnswers(JsonSerializerOptions options)
    {
        Apply(options);
        options.Converters.Add(new MessageJson());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        ApplyToAnswers(options);
        options.MakeReadOnly();
        return options;
    }
}
