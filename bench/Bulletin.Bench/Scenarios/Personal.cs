using Bulletin.Bench.Data;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>What is people's own: their topics and how far they have read, what that weighs in memory, and what it costs those who post.</summary>
internal sealed class Personal : IScenario
{
    public const int Topics = 10_000;

    /// <summary>Of these, nobody has anything until <see cref="PersonalMemory"/> gives it to them.</summary>
    public const int OtherTopics = 100;

    private const int Messages = 200_000;

    public string Name => "personal";

    public async Task Run(Bench bench)
    {
        await OfOne(bench);
        await PersonalReaders.Measure(bench);
        await PersonalMentions.Measure(bench);
    }

    private static async Task OfOne(Bench bench)
    {
        History history = new(Topics + OtherTopics, Messages);
        await using var postgres = await Postgres.StartedToFill();
        var database = await postgres.NewBulletinDatabase();
        await new Filler(database, history).Fill();
        await PersonalRows.MarkFollowed(database);
        await postgres.Restart();
        var metrics = Ports.Free();
        using var product = await Product.Started(database, people: 1, topics: 0, $"--Metrics:Port={metrics}");
        await PersonalRows.Follow(database, Topics);
        await PersonalPages.Measure(bench, product, history);
        await PersonalMemory.Measure(bench, product, database, metrics);
    }
}
