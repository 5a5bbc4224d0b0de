using System.Text.Json.Nodes;

namespace Bulletin.Api.Tests;

/// <summary>The parts of the AsyncAPI document that follow from SignalR's protocol.</summary>
internal static class AsyncApiMessages
{
    private const int Invocation = 1, Completion = 3, PingType = 6, CloseType = 7;

    public static JsonObject Handshake() => Object(("protocol", Const("json")), ("version", Const(1)));

    public static JsonObject HandshakeAnswer() => new() { ["type"] = "object", ["properties"] = new JsonObject { ["error"] = Text() } };

    public static JsonObject Ping() => Object(("type", Const(PingType)));

    public static JsonObject Close()
    {
        var close = Object(("type", Const(CloseType)));
        close["properties"]!["error"] = Code();
        close["properties"]!["allowReconnect"] = new JsonObject { ["type"] = "boolean" };
        return close;
    }

    public static JsonObject Refusal() => Object(("type", Const(Completion)), ("invocationId", Text()), ("error", Code()));

    public static JsonObject Call(string method, JsonObject[] parameters) =>
        Object(("type", Const(Invocation)), ("invocationId", Text()), ("target", Const(method)), ("arguments", Tuple(parameters)));

    /// <param name="result">Null for none.</param>
    public static JsonObject Answer(JsonObject? result) =>
        result is null ? Object(("type", Const(Completion)), ("invocationId", Text())) : Object(("type", Const(Completion)), ("invocationId", Text()), ("result", result));

    public static JsonObject Event(string name, JsonObject argument) => Object(("type", Const(Invocation)), ("target", Const(name)), ("arguments", Tuple(argument)));

    public static JsonObject Server() => new()
    {
        ["host"] = "127.0.0.1:8080",
        ["protocol"] = "ws",
        ["description"] = "As script/server starts it. Behind TLS the protocol is wss.",
        ["security"] = new JsonArray(Ref("#/components/securitySchemes/header"), Ref("#/components/securitySchemes/query")),
    };

    public static JsonObject Channel(IEnumerable<string> messages) => new()
    {
        ["address"] = "/hubs/bulletin",
        ["messages"] = new JsonObject(messages.Select(message => KeyValuePair.Create(message, (JsonNode?)Ref($"#/components/messages/{message}")))),
        ["bindings"] = new JsonObject { ["ws"] = new JsonObject { ["method"] = "GET" } },
    };

    public static JsonObject SecuritySchemes() => new()
    {
        ["header"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT", ["description"] = "The access token returned by sign-in." },
        ["query"] = new JsonObject { ["type"] = "httpApiKey", ["name"] = "access_token", ["in"] = "query", ["description"] = "The same token, for clients that can't set headers." },
    };

    private static JsonObject Ref(string path) => new() { ["$ref"] = path };

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Code() => new() { ["type"] = "string", ["pattern"] = "^[a-z_]+: ", ["description"] = "A code and a sentence for people." };

    private static JsonObject Const(JsonNode value) => new() { ["const"] = value };

    /// <summary>An array of exactly these. A schema may not say that there are none by an empty list.</summary>
    private static JsonObject Tuple(params JsonObject[] items) => items.Length == 0
        ? new() { ["type"] = "array", ["maxItems"] = 0 }
        : new() { ["type"] = "array", ["items"] = new JsonArray([.. items]), ["minItems"] = items.Length, ["maxItems"] = items.Length };

    private static JsonObject Object(params (string Name, JsonObject Schema)[] properties) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray([.. properties.Select(property => JsonValue.Create(property.Name))]),
        ["properties"] = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)property.Schema))),
    };
}
