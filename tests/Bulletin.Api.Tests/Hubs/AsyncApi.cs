using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bulletin.Api.Contract;
using Bulletin.Api.Hubs;
using Bulletin.Api.Personal;

namespace Bulletin.Api.Tests;

/// <summary>The AsyncAPI document of the hub, docs/asyncapi.json, made of the hub's methods and the types of its events.</summary>
internal static class AsyncApi
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>What the hub's methods do; and what they return, where their type says only that the answer is ready to be sent.</summary>
    public static IReadOnlyDictionary<string, (string Summary, Type? Returns)> Methods { get; } = new Dictionary<string, (string, Type?)>
    {
        ["JoinTopic"] = ("Get what has changed in a topic since a revision (null: the latest messages), and then every change.", typeof(JoinedView)),
        ["LeaveTopic"] = ("Get no more changes of a topic.", null),
        ["PostMessage"] = ("Post a message. The answer comes once it is durable.", null),
        ["WatchDirectory"] = ("Get the first 50 topics, and then those that change.", typeof(TopicPageView)),
        ["WatchMe"] = ("Get what has changed of what is yours since a version (null: all of importance), and then every change.", typeof(PersonalView)),
        ["StartTyping"] = ("Tell the others in a topic that you have joined that you are typing.", null),
    };

    public static IReadOnlyDictionary<string, (string Summary, Type Argument)> Events { get; } = new Dictionary<string, (string, Type)>
    {
        ["MessagePosted"] = ("There is a new message in a topic that you joined.", typeof(MessageView)),
        ["MessageUpdated"] = ("A message was edited or deleted (then its text is null), or its reactions have changed.", typeof(MessageView)),
        ["TopicUpdated"] = ("A topic was active, created or changed.", typeof(TopicView)),
        ["TopicRemoved"] = ("The topic with this id was removed, or you may no longer see it.", typeof(Guid)),
        ["Typing"] = ("Somebody else is typing.", typeof(TypingView)),
        ["ReadMoved"] = ("You have read, or marked something unread.", typeof(ReadMovedView)),
        ["LevelChanged"] = ("You have changed a level, followed or unfollowed, pinned or unpinned a topic.", typeof(LevelChangedView)),
        ["DraftChanged"] = ("A draft was saved or deleted.", typeof(DraftChangedView)),
        ["Notified"] = ("There is a new notification.", typeof(NotifiedView)),
        ["NotificationsRead"] = ("Notifications were read.", typeof(NotificationsReadView)),
        ["CountsChanged"] = ("Counts of these topics may have changed.", typeof(CountsChangedView)),
        ["WatchAgain"] = ("What you hold of your own is out of date: call WatchMe(null).", typeof(WatchAgainView)),
    };

    /// <summary>What clients can call.</summary>
    public static IEnumerable<MethodInfo> HubMethods => typeof(BulletinHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method.GetBaseDefinition() == method);

    public static string Document()
    {
        var schemas = new AsyncApiSchemas();
        var (messages, operations) = (new JsonObject(), new JsonObject());
        void Message(string name, string summary, JsonObject payload) => messages[name] = new JsonObject { ["name"] = name, ["summary"] = summary, ["payload"] = payload };
        void Operation(string name, string action, string summary, string? reply = null)
        {
            var operation = new JsonObject { ["action"] = action, ["channel"] = Hub(), ["summary"] = summary, ["messages"] = new JsonArray(InHub(name)) };
            if (reply is not null) operation["reply"] = new JsonObject { ["channel"] = Hub(), ["messages"] = new JsonArray(InHub(reply), InHub("Refusal")) };
            operations[name] = operation;
        }

        Message("Handshake", "The first message of the client.", AsyncApiMessages.Handshake());
        Message("HandshakeAnswer", "The first message of the server; with an error the connection closes.", AsyncApiMessages.HandshakeAnswer());
        Message("Ping", "The server sends one every 15 seconds. A client that has sent one must send more, at least every 30 seconds.", AsyncApiMessages.Ping());
        Message("Close", "The server closes the connection.", AsyncApiMessages.Close());
        Message("Refusal", "A call failed.", AsyncApiMessages.Refusal());
        Operation("Handshake", "receive", "Choose JSON. Everything else follows the answer.", "HandshakeAnswer");
        operations["Handshake"]!["reply"]!["messages"] = new JsonArray(InHub("HandshakeAnswer"));
        Operation("Ping", "send", "Tell the client that the connection works.");
        Operation("Close", "send", "Say why the connection closes.");
        foreach (var method in HubMethods)
        {
            var (summary, returns) = Methods[method.Name];
            returns ??= method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : null;
            Message(method.Name, summary, AsyncApiMessages.Call(method.Name, [.. method.GetParameters().Select(schemas.Of)]));
            Message($"{method.Name}.answer", $"The answer to {method.Name}.", AsyncApiMessages.Answer(returns is null ? null : schemas.Of(returns)));
            Operation(method.Name, "receive", summary, $"{method.Name}.answer");
        }
        foreach (var (name, (summary, argument)) in Events)
        {
            Message(name, summary, AsyncApiMessages.Event(name, schemas.Of(argument)));
            Operation(name, "send", summary);
        }
        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Bulletin's hub",
                ["version"] = "1",
                ["description"] = "Live changes over a WebSocket, in SignalR's JSON protocol. Each message ends with the character U+001E. How to use it: docs/hub.md.",
                ["license"] = new JsonObject { ["name"] = "MIT" },
            },
            ["defaultContentType"] = "application/json",
            ["servers"] = new JsonObject { ["local"] = AsyncApiMessages.Server() },
            ["channels"] = new JsonObject { ["hub"] = AsyncApiMessages.Channel(messages.Select(message => message.Key)) },
            ["operations"] = operations,
            ["components"] = new JsonObject
            {
                ["messages"] = messages,
                ["schemas"] = new JsonObject(schemas.Records.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value))),
                ["securitySchemes"] = AsyncApiMessages.SecuritySchemes(),
            },
        }.ToJsonString(Readable) + "\n";
    }

    private static JsonObject Hub() => new() { ["$ref"] = "#/channels/hub" };

    private static JsonObject InHub(string message) => new() { ["$ref"] = $"#/channels/hub/messages/{message}" };
}
