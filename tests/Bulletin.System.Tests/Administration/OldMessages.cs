using System.Globalization;
using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Administration;

/// <summary>Messages that are older than the site keeps them are deleted, whatever happens meanwhile, and no others are.</summary>
[Collection(nameof(AdministeredSites))]
public sealed class OldMessages(Shared shared, AdministeredSites sites) : AdministrationTest(shared, sites)
{
    private const int Topics = 4, Old = 600, Young = 5;
    private const int Days = 30;

    /// <summary>Old messages are looked for once a minute when the setting was changed.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Exactly_the_messages_that_are_too_old_are_deleted_also_when_the_silos_are_killed_amid_it()
    {
        var site = await OwnSite(Engine.Postgres);
        var author = await site.Newcomer();
        var topics = await Task.WhenAll(Enumerable.Range(0, Topics).Select(_ => author.NewTopic()));
        foreach (var topic in topics) await Post(author, topic, Old + Young);
        var (kept, forEver) = (await author.NewTopic("Kept"), topics[^1]);
        await Post(author, kept, Young);
        (await site.Chief.Api.Patch($"admin/topics/{forEver}", new { retentionDays = 0 })).Is(HttpStatusCode.OK);
        await Aged(site, topics);

        (await site.Chief.Api.Patch("admin/settings", new { retentionDays = Days })).Is(HttpStatusCode.OK);
        await Eventually.That(async () => await Deleted(site) > 0, Within, "old messages are being deleted");
        foreach (var server in site.Servers) server.Kill();
        Assert.InRange(await Deleted(site), 1, (Topics - 1) * Old - 1);
        foreach (var server in site.Servers) await server.Process.Exit(Eventually.Patience);
        foreach (var server in site.Servers) await server.Start();

        await Eventually.Get(() => Deleted(site), deleted => deleted >= (Topics - 1) * Old, Within, "all old messages are deleted");
        for (var gateway = 0; gateway < site.Servers.Count; gateway++)
        {
            var reader = await site.At(gateway, author);
            foreach (var topic in topics)
                Assert.Equal(
                    Enumerable.Range(1, Old + Young).Select(seq => ((long)seq, seq <= Old && topic != forEver)),
                    (await reader.ReadAll(topic)).Select(message => (message.Seq, message.Text is null && message.DeletedAt is not null)));
            Assert.All(await reader.ReadAll(kept), message => Assert.NotNull(message.Text));
        }
        Assert.Equal(0, await PostgresServer.Ask(site.Database!, "SELECT count(*) FROM messages WHERE deleted_at IS NOT NULL AND text IS NOT NULL"));
    }

    /// <summary>Makes all but the latest messages older than they are allowed to be by a minute, and those younger by an hour, while no silo knows of them.</summary>
    private static async Task Aged(AdministeredSite site, Guid[] topics)
    {
        foreach (var server in site.Servers) await server.Terminate();
        var now = TimeProvider.System.GetUtcNow();
        var (old, young) = (now.AddDays(-Days).AddMinutes(-1).ToUnixTimeMilliseconds(), now.AddDays(-Days).AddHours(1).ToUnixTimeMilliseconds());
        foreach (var topic in topics)
            await PostgresServer.Execute(site.Database!, string.Create(CultureInfo.InvariantCulture,
                $"UPDATE messages SET created_at = CASE WHEN seq <= {Old} THEN {old} ELSE {young} END WHERE topic_id = '{topic}'"));
        foreach (var server in site.Servers) await server.Start();
    }

    private static Task<long> Deleted(AdministeredSite site) => PostgresServer.Ask(site.Database!, "SELECT count(*) FROM messages WHERE deleted_at IS NOT NULL");

    private static async Task Post(Person author, Guid topic, int count)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(100)) await Task.WhenAll(some.Select(i => author.Post(topic, $"Message {i}")));
    }
}
