using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Personal;

/// <summary>Whoever is mentioned in a message that was answered is notified of it, once, though the process that took it dies at any moment after.</summary>
public sealed class MentionsOnce(Shared shared) : SystemTest(shared)
{
    /// <summary>The followers have found, noted and marked a post by then; before, they are killed in the middle of it.</summary>
    private const int LatestKill = 300;

    [Fact]
    public async Task A_mention_is_noted_once_though_the_server_is_killed_after_it() => await Kill([await OwnServer()], rounds: 4);

    [Fact]
    public async Task A_mention_is_noted_once_though_one_of_two_servers_is_killed_after_it()
    {
        var database = await (await Postgres).NewDatabase();
        var key = Nodes.NewSigningKey();
        await Kill([await Server(), await Server()], rounds: 10);

        Task<BulletinServer> Server() => OwnServer([.. Nodes.OnPostgres(database).Select(s => (s.Key, s.Value)), ("Auth:SigningKeys:0", key)]);
    }

    private async Task Kill(BulletinServer[] servers, int rounds)
    {
        var author = await Everywhere(await Somebody(servers[0]), servers);
        var reader = await Everywhere(await Somebody(servers[0]), servers);
        var topic = await author[0].NewTopic();
        List<long> mentions = [];
        for (var round = 0; round < rounds; round++)
        {
            var (server, at) = (servers[round % servers.Length], round % servers.Length);
            mentions.Add((await author[at].Post(topic, $"@{reader[0].Username}, look at this")).Seq);
            await Task.Delay(Random.Shared.Next(LatestKill), Cancelled);
            await server.KillAndRestart();

            foreach (var person in reader)
                await Eventually.That(async () => await person.TimesNotified(topic, mentions[^1]) == 1, $"the mention of round {round} is noted");
        }

        // One more that is noted: nothing before it is still on its way.
        mentions.Add((await author[0].Post(topic, $"@{reader[0].Username}, at last")).Seq);
        foreach (var person in reader)
        {
            await Eventually.That(async () => await person.TimesNotified(topic, mentions[^1]) == 1, "the last mention is noted");
            var noted = (await person.Notifications()).Items();
            Assert.Equal(mentions, noted.Select(notification => notification.GetProperty("message").Number("seq")).Order());
            Assert.All(noted, notification => Assert.Equal("mention", notification.Text("kind")));
        }
    }

    private async Task<Person[]> Everywhere(Person person, BulletinServer[] servers) =>
        [person, .. await Task.WhenAll(servers.Skip(1).Select(async server => Own(await person.Again(server.Url))))];
}
