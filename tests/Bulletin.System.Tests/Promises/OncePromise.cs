using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Promises;

/// <summary>Promises 2 and 3 through the API: one order for all, and a repeated post is one message, through any gateway, after any restart.</summary>
public sealed class OncePromise(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task A_repeated_post_is_the_same_message_through_the_other_gateway_and_long_after()
    {
        var (first, second) = await Pair();
        var here = await Somebody(first);
        var there = Own(await here.Again(second.Url));
        var topic = await here.NewTopic();
        var clientId = Guid.CreateVersion7();
        var posted = await here.Post(topic, "once", clientId);
        await Task.WhenAll(Enumerable.Range(0, 80).Select(i => there.Post(topic, $"message {i}")));
        await here.Edit(topic, 1, "edited");

        var again = await there.TryPost(topic, "once", clientId);

        again.Is(HttpStatusCode.OK);
        Assert.Equal(posted with { Text = "edited", Revision = 82, EditedAt = ChatMessage.From(again.Json).EditedAt }, ChatMessage.From(again.Json));
        (await here.TryPost(topic, "another", clientId)).IsProblem(HttpStatusCode.Conflict, "client_id_reused");
        Assert.Equal(81, (await there.ReadAll(topic)).Count);
    }

    [Fact]
    public async Task A_repeated_post_is_the_same_message_after_a_crash()
    {
        var server = await OwnServer(Engine.Sqlite);
        var person = await Somebody(server);
        var topic = await person.NewTopic();
        var clientId = Guid.CreateVersion7();
        var posted = await person.Post(topic, "once", clientId);

        await server.KillAndRestart();

        var again = (await person.TryPost(topic, "once", clientId)).Is(HttpStatusCode.OK);
        Assert.Equal(posted, ChatMessage.From(again.Json));
        Assert.Single(await person.ReadAll(topic));
    }

    [Fact]
    public async Task Everybody_sees_the_same_messages_under_the_same_numbers()
    {
        var (first, second) = await Pair();
        var people = (await People(4, first)).Concat(await People(4, second)).ToArray();
        var topic = await people[0].NewTopic();
        var readers = new[]
        {
            await Hub(people[0]), await Hub(people[1], HubProtocol.MessagePack), await Hub(people[4]), await Hub(people[5], HubProtocol.MessagePack),
        };
        foreach (var reader in readers) await reader.Join(topic);

        var posted = (await Task.WhenAll(people.Select(async person =>
        {
            var mine = new List<ChatMessage>();
            for (var i = 0; i < 25; i++) mine.Add(await person.Post(topic, $"{person.Username} {i}"));
            // What was answered before the next was sent comes before it.
            Assert.Equal(mine.Select(m => m.Seq).Order(), mine.Select(m => m.Seq));
            return mine;
        }))).SelectMany(m => m).OrderBy(m => m.Seq).ToArray();

        Assert.Equal(Enumerable.Range(1, 200).Select(n => (long)n), posted.Select(m => m.Seq));
        Assert.Equal(posted, await people[0].ReadAll(topic));
        Assert.Equal(posted, await people[7].ReadAll(topic));
        foreach (var reader in readers)
        {
            await reader.Message(topic, 200);
            Assert.Equal(posted, reader.Messages(topic));
        }
    }
}
