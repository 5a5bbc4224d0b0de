using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Faults;

public sealed class DiskFull(Shared shared) : SystemTest(shared)
{
    private const int Megabytes = 24;
    private const int Left = 256 * 1024;

    [Fact]
    public async Task On_a_full_disk_posts_are_refused_reads_go_on_and_all_resumes_once_there_is_room()
    {
        var server = Own(SmallDisk.Server(Megabytes));
        await server.Start();
        using var person = await Somebody(server);
        var topic = await person.NewTopic();
        List<ChatMessage> answered = [await person.Post(topic, "While there was room")];

        SmallDisk.Fill(server, Left);
        var text = new string('x', 4_000);
        Answer refused;
        while ((refused = await person.TryPost(topic, text)).Status == HttpStatusCode.Created)
        {
            answered.Add(ChatMessage.From(refused.Json));
            Assert.InRange(answered.Count * text.Length, 0, Megabytes * 1024 * 1024);
        }
        refused.IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.NotNull(refused.Header("Retry-After"));
        Assert.Equal(answered.TakeLast(50), (await person.Api.Get($"topics/{topic}/messages")).Is(HttpStatusCode.OK).Json.Messages());
        var clientId = Guid.CreateVersion7();
        (await person.TryPost(topic, text, clientId)).IsProblem(HttpStatusCode.ServiceUnavailable, "unavailable");

        SmallDisk.Clear(server);

        var resumed = await Eventually.Get(() => person.TryPost(topic, text, clientId), a => a.Status is HttpStatusCode.Created or HttpStatusCode.OK, "posting resumes");
        var log = await person.ReadAll(topic);
        Assert.Equal(Enumerable.Range(1, log.Count).Select(n => (long)n), log.Select(m => m.Seq));
        Assert.Equal(answered, log.Take(answered.Count));
        Assert.Equal(ChatMessage.From(resumed.Json), log.Single(m => m.ClientId == clientId));
        Assert.Equal(clientId, log[^1].ClientId);
        // At most the one that was refused may have been stored all the same; it was not promised to be.
        Assert.InRange(log.Count, answered.Count + 1, answered.Count + 2);
    }
}
