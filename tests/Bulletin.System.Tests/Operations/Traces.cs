using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>What a collector receives of a gateway and a silo that are processes of their own.</summary>
public sealed class Traces(Shared shared) : SystemTest(shared)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_post_is_one_trace_from_the_gateway_through_the_grain_to_the_commit(bool overTheHub)
    {
        var collector = Own(new TraceCollector());
        var both = Own(await GatewayAndSilo.Started(await (await Postgres).NewDatabase(), collector.Settings));
        var person = await Somebody(both.Gateway);
        var topic = await person.NewTopic();
        var before = collector.Spans.Where(span => span.Name == "commit").ToHashSet();
        if (overTheHub) await (await Hub(person)).Post(topic, "Traced");
        else await person.Post(topic, "Traced");

        var path = await Eventually.Get(() => Task.FromResult(Chain(collector.Spans, after: before)), chain => chain is [.., { ParentId: "" }], "the commit's span and all above it are exported");
        foreach (var span in path) Print($"{span.Service}: {span.Name}");
        Assert.Equal("bulletin-silo", path[0].Service);
        Assert.Equal("bulletin", path[^1].Service);
        Assert.Single(path.Select(span => span.TraceId).Distinct());
        // Over the boundary of the processes once, and not back.
        Assert.Equal(["bulletin-silo", "bulletin"], path.Select(span => span.Service).Distinct());
        Assert.Contains(path, span => span.Service == "bulletin" && span.Name.Contains("Post", StringComparison.Ordinal));
        Assert.Contains(path, span => span.Service == "bulletin-silo" && span.Name.Contains("Post", StringComparison.Ordinal));
        // The database's part is told beneath the commit.
        await Eventually.That(() => collector.Spans.Any(span => span.ParentId == path[0].Id), "Npgsql's span is exported");
    }

    /// <summary>The newest commit, what it was made in, and so on.</summary>
    private static List<Span> Chain(IReadOnlyCollection<Span> spans, HashSet<Span> after)
    {
        var chain = new List<Span>();
        for (var span = spans.FirstOrDefault(s => s.Name == "commit" && !after.Contains(s)); span is not null; span = spans.FirstOrDefault(s => s.Id == span.ParentId && s.TraceId == span.TraceId))
            chain.Add(span);
        return chain;
    }
}
