using System.Collections.Concurrent;
using System.Text.Json;

namespace Bulletin.Faults.Clients;

/// <summary>Watches the directory, and keeps for each topic the last it was told.</summary>
internal sealed class DirectoryWatcher(Traffic traffic, Person person, int home, int seed)
{
    private readonly Random random = new(seed);
    private readonly ConcurrentDictionary<Guid, long> lastSeqs = new();

    public int Gateway => home;

    public bool IsLive { get; private set; }

    /// <summary>The last seq it knows of; -1 for a topic it was told nothing of.</summary>
    public long LastSeq(Guid topic) => lastSeqs.GetValueOrDefault(topic, -1);

    public async Task Run(CancellationToken cancellationToken)
    {
        var gateway = home;
        while (!cancellationToken.IsCancellationRequested)
        {
            var line = await traffic.Line(gateway++, person, line => line.On("TopicUpdated", Keep), cancellationToken);
            if (line is not null)
            {
                var (attempt, page) = await line.Call("WatchDirectory", [], cancellationToken);
                traffic.Note(attempt);
                if (attempt.Outcome == Recording.Outcome.Ok)
                {
                    foreach (var topic in page.GetProperty("items").EnumerateArray()) Keep(topic);
                    IsLive = true;
                    await Task.WhenAny(line.Closed, Task.Delay(Timeout.Infinite, cancellationToken));
                    IsLive = false;
                }
                await line.DisposeAsync();
            }
            await Task.Delay(random.Next(20, 300), cancellationToken);
        }
    }

    private void Keep(JsonElement topic)
    {
        var seq = topic.GetProperty("lastSeq").GetInt64();
        lastSeqs.AddOrUpdate(topic.GetProperty("id").GetGuid(), seq, (_, before) => Math.Max(before, seq));
    }
}
