using Bulletin.Bench.Data;
using Bulletin.Bench.Load;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>The memory of what is active of people: of many with a hundred topics each, and of few with ten thousand.</summary>
internal static class PersonalMemory
{
    private const double Kilobyte = 1024;

    public static async Task Measure(Bench bench, Product product, string database, int metrics)
    {
        var (one, other) = (0, Personal.Topics);
        const int many = 1_000, few = 10;
        await PersonalRows.AddPeople(database, (many + few) * (bench.Runs + 1));
        await Add(many, topics: 100);
        await Add(few, Personal.Topics);

        // The first group loads code and fills pools that the others share.
        async Task Add(int people, int topics)
        {
            Measured live = new("each", "KB", []), resident = new("each", "KB", []);
            await Activate(people, topics);
            var before = await Memory();
            for (var run = 0; run < bench.Runs; run++)
            {
                await Activate(people, topics);
                var after = await Memory();
                live.Runs.Add((after.Live - before.Live) / Kilobyte / people);
                resident.Runs.Add((after.Resident - before.Resident) / Kilobyte / people);
                before = after;
            }
            bench.Results.Add($"memory of somebody active, with {topics:N0} topics: on the heap", live);
            bench.Results.Add($"memory of somebody active, with {topics:N0} topics: of the process", resident);
        }

        // What was read to activate the first leaves room for the others: then only the heap shows what they hold.
        async Task<(double Live, double Resident)> Memory()
        {
            var resident = await Garbage.Collected(product.Process);
            var (size, holes) = (await Metrics.Read(metrics, "dotnet_gc_last_collection_heap_size_bytes"), await Metrics.Read(metrics, "dotnet_gc_last_collection_heap_fragmentation_size_bytes"));
            return (size - holes, resident);
        }

        async Task Activate(int people, int topics)
        {
            var told = History.Topic(other++);
            await PersonalRows.Follow(database, one + 1, people, topics, told);
            one += people;
            await Tell(product, told);
            await Eventually.That(
                async () => await PostgresServer.Ask(database, $"SELECT count(*) FROM notifications WHERE topic_id = '{told}'") == people,
                $"{people} people were notified");
        }
    }

    /// <summary>A message of which each of its followers is notified: that activates what is theirs, and nothing else.</summary>
    private static async Task Tell(Product product, Guid topic)
    {
        using RawConnection connection = new(product.Url);
        await connection.Open(CancellationToken.None);
        var status = await connection.Send(Requests.PostMessage($"/api/v1/topics/{topic}/messages", product.Tokens[0], Requests.Text), CancellationToken.None);
        if (status != 201) throw new InvalidOperationException($"A post was answered {status}.");
    }
}
