using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bulletin.Api.Fanout;
using Bulletin.Api.Personal;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bulletin.Api.Tests;

/// <summary>docs/asyncapi.json describes the hub as it is.</summary>
public sealed partial class AsyncApiTests
{
    private static readonly User Ann = new(Guid.CreateVersion7(), "ann", "Ann", DateTimeOffset.UnixEpoch);
    private static readonly Topic Tea = new(Guid.CreateVersion7(), "Tea", null, DateTimeOffset.UnixEpoch, Ann, DateTimeOffset.UnixEpoch, 0, 0, null, Access.Public);
    private static readonly Message Hello = new(Tea.Id, 1, 1, Guid.CreateVersion7(), Ann, "Hello", null, DateTimeOffset.UnixEpoch, null, null);
    private static readonly TopicState State = new(Tea.Id, 1, 0, 0, NotificationLevel.Default, Following: true, new Draft("Hm", null, 1), 1);

    /// <summary>Each event, made as the server makes it.</summary>
    private static readonly SerializedHubMessage[] Events =
    [
        HubEvents.MessagePosted(Hello), HubEvents.MessageUpdated(Hello), HubEvents.TopicUpdated(Tea), HubEvents.TopicRemoved(Tea.Id), HubEvents.Typing(Tea.Id, Ann),
        PersonalEvents.WatchAgain(1),
        .. new[]
        {
            new PersonalChange(0, 1, StateChange.Read, State), new PersonalChange(0, 1, StateChange.Level, State), new PersonalChange(0, 1, StateChange.Draft, State),
            new PersonalChange(0, 1, Notified: new(1, NotificationKind.Mention, Tea, Hello, Ann, DateTimeOffset.UnixEpoch, null)),
            new PersonalChange(0, 1, NotificationsRead: new(1, 0)), new PersonalChange(0, 1),
        }.Select(change => PersonalEvents.Of(change).Message),
    ];

    [Fact]
    public void The_document_is_what_the_types_say()
    {
        var (file, made) = (Path.Combine(Root(), "docs", "asyncapi.json"), AsyncApi.Document());
        if (File.Exists(file) && File.ReadAllText(file) == made) return;
        var newer = Path.Combine(Root(), "artifacts", "asyncapi.json");
        File.WriteAllText(newer, made);
        Assert.Fail($"docs/asyncapi.json is out of date. If the change is meant: cp {newer} {file}");
    }

    [Fact]
    public void Every_method_of_the_hub_is_described() =>
        Assert.Equal(AsyncApi.HubMethods.Select(method => method.Name).Order(), AsyncApi.Methods.Keys.Order());

    [Fact]
    public void Every_event_of_the_hub_is_described()
    {
        var made = new[] { typeof(HubEvents), typeof(PersonalEvents) }
            .SelectMany(events => events.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(method => method.Name != "Of" && !method.IsDefined(typeof(CompilerGeneratedAttribute)) && (method.ReturnType == typeof(SerializedHubMessage) || method.ReturnType == typeof(HubEvent)))
            .Select(method => method.Name);

        Assert.Equal(made.Order(), AsyncApi.Events.Keys.Order());
    }

    [Fact]
    public void Every_event_is_sent_with_the_type_that_is_described()
    {
        var sent = Events.Select(message => Assert.IsType<InvocationMessage>(message.Message)).Select(message => (message.Target, Assert.Single(message.Arguments)!.GetType()));

        Assert.Equal(AsyncApi.Events.Select(described => (described.Key, described.Value.Argument)).Order(ByName), sent.Order(ByName));
    }

    [Fact]
    public void Everything_that_is_referred_to_is_there()
    {
        var document = AsyncApi.Document();
        using var json = JsonDocument.Parse(document);
        foreach (Match reference in Reference().Matches(document))
        {
            var at = json.RootElement;
            foreach (var part in reference.Groups[1].Value.Split('/')) Assert.True(at.TryGetProperty(part, out at), reference.Value);
        }
    }

    private static Comparer<(string Name, Type)> ByName { get; } = Comparer<(string Name, Type)>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name));

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));

    [GeneratedRegex("\"\\$ref\": \"#/([^\"]+)\"")]
    private static partial Regex Reference();
}
