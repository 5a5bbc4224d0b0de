using Bulletin.SystemTests.Harness;
using Microsoft.AspNetCore.SignalR;

namespace Bulletin.SystemTests.BadInput;

public sealed class BadHubCalls(Shared shared) : SystemTest(shared)
{
    private static readonly string s_uuid = Guid.CreateVersion7().ToString();

    [Theory]
    [InlineData(HubProtocol.Json)]
    [InlineData(HubProtocol.MessagePack)]
    public async Task A_bad_call_is_refused_by_code_and_the_connection_goes_on(HubProtocol protocol)
    {
        var person = await Somebody();
        var topic = $"{await person.NewTopic()}";
        var hub = await Hub(person, protocol);
        (string Code, string Method, object?[] Arguments)[] calls =
        [
            ("topic_not_found", "JoinTopic", [s_uuid, null]),
            ("topic_not_found", "JoinTopic", ["no id", null]),
            ("topic_not_found", "JoinTopic", ["", null]),
            ("validation_failed", "JoinTopic", [topic, -1L]),
            ("topic_not_found", "PostMessage", [s_uuid, HubClient.Draft("x", Guid.CreateVersion7())]),
            ("validation_failed", "PostMessage", [topic, HubClient.Draft("", Guid.CreateVersion7())]),
            ("validation_failed", "PostMessage", [topic, HubClient.Draft(" \n ", Guid.CreateVersion7())]),
            ("validation_failed", "PostMessage", [topic, HubClient.Draft(null, Guid.CreateVersion7())]),
            ("validation_failed", "PostMessage", [topic, HubClient.Draft("a\0b", Guid.CreateVersion7())]),
            ("validation_failed", "PostMessage", [topic, HubClient.Draft(new string('x', 4_001), Guid.CreateVersion7())]),
            ("validation_failed", "PostMessage", [topic, HubClient.Draft("x", Guid.CreateVersion7(), replyTo: 7)]),
            ("validation_failed", "PostMessage", [topic, HubClient.Draft("x", Guid.CreateVersion7(), replyTo: -7)]),
            ("validation_failed", "PostMessage", [topic, new Dictionary<string, object?> { ["text"] = "x", ["clientId"] = "no id" }]),
            ("validation_failed", "PostMessage", [topic, new Dictionary<string, object?>()]),
        ];
        foreach (var (code, method, arguments) in calls)
        {
            var refused = await Assert.ThrowsAsync<HubException>(() => hub.Call(method, arguments));
            Assert.Contains($"{code}: ", refused.Message, StringComparison.Ordinal);
        }

        await WorksOn(hub, topic);
    }

    /// <summary>What does not even fit the method's shape: SignalR refuses it before our code sees it.</summary>
    [Theory]
    [InlineData(HubProtocol.Json)]
    [InlineData(HubProtocol.MessagePack)]
    public async Task A_call_of_a_wrong_shape_is_refused_and_the_connection_goes_on(HubProtocol protocol)
    {
        var person = await Somebody();
        var topic = $"{await person.NewTopic()}";
        var hub = await Hub(person, protocol);
        (string Method, object?[] Arguments)[] calls =
        [
            ("NoSuchMethod", []), ("PostMessage", []), ("PostMessage", [topic]), ("PostMessage", [topic, "text"]), ("PostMessage", [topic, new[] { 1 }]),
            ("PostMessage", [topic, null]), ("JoinTopic", [null, null]), ("JoinTopic", [1, 2]), ("JoinTopic", [topic, "x"]), ("JoinTopic", [topic, new[] { 1 }]),
            ("StartTyping", [null]), ("LeaveTopic", [new[] { 1 }]), ("WatchDirectory", [1, 2, 3]), ("OnConnectedAsync", []), ("Dispose", []),
            ("PostMessage", [topic, new Dictionary<string, object?> { ["text"] = 1, ["clientId"] = true }]),
        ];
        foreach (var (method, arguments) in calls)
        {
            var refused = await Assert.ThrowsAsync<HubException>(() => hub.Call(method, arguments));
            Assert.DoesNotContain("internal_error", refused.Message, StringComparison.Ordinal);
        }

        await WorksOn(hub, topic);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task Nobody_connects_without_a_token(string? token)
    {
        var server = await One();

        await Assert.ThrowsAnyAsync<Exception>(() => HubClient.Connected(server.Url, token!));
    }

    private static async Task WorksOn(HubClient hub, string topic)
    {
        var id = Guid.Parse(topic);
        Assert.Empty((await hub.Join(id)).Messages);
        var posted = await hub.Post(id, "Still here");
        Assert.Equal(1, posted.Seq);
        await hub.Message(id, 1);
    }
}
