using System.Diagnostics;
using Bulletin.Bench.Data;
using Bulletin.Bench.Load;
using Bulletin.Bench.Report;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>Pages of the topics of somebody who follows ten thousand, and how long it takes to mark one as read. One request at a time.</summary>
internal static class PersonalPages
{
    private const double MostForAPage = 10;
    private const double MostToMark = 5;

    /// <summary>The largest topics of the history.</summary>
    private const int Large = 10;

    public static async Task Measure(Bench bench, Product product, History history)
    {
        using RawConnection connection = new(product.Url);
        await connection.Open(CancellationToken.None);
        var page = Requests.Get("/api/v1/users/me/topics", product.Tokens[0]);
        var unread = Requests.Get("/api/v1/users/me/topics?unread=true", product.Tokens[0]);
        await Add(bench, $"topics of somebody who follows {Personal.Topics:N0}: first page", MostForAPage, Same(page));
        await Add(bench, $"topics of somebody who follows {Personal.Topics:N0}: first page of what is unread", null, Same(unread));

        var turn = 0;
        await Add(bench, "mark a topic as read but for ten messages", MostToMark, async measured =>
        {
            var topic = turn++ % Large;
            // Back to the beginning, so that each mark moves the position.
            await Send(connection, Mark(product, topic, "1,\"unread\":true"));
            measured.Add(await Send(connection, Mark(product, topic, $"{history.Size(topic) - 10}")));
        });

        Func<List<double>, Task> Same(byte[] request) => async measured => measured.Add(await Send(connection, request));
    }

    private static byte[] Mark(Product product, int topic, string seq) =>
        Requests.Put($"/api/v1/topics/{History.Topic(topic)}/read", $"{{\"seq\":{seq}}}", product.Tokens[0]);

    /// <param name="asked">What half of the requests may take at most.</param>
    /// <param name="send">Adds what one took.</param>
    private static async Task Add(Bench bench, string what, double? asked, Func<List<double>, Task> send)
    {
        await Took(send, bench.Settling / 2);
        Measured p50 = new("p50", "ms", []), p95 = new("p95", "ms", []);
        for (var run = 0; run < bench.Runs; run++)
        {
            var took = await Took(send, bench.Measured);
            p50.Runs.Add(took[took.Count / 2]);
            p95.Runs.Add(took[took.Count * 95 / 100]);
        }
        bench.Results.Add($"{what}, p50", p50, asked);
        bench.Results.Add($"{what}, p95", p95);
    }

    /// <returns>In ascending order.</returns>
    private static async Task<List<double>> Took(Func<List<double>, Task> send, TimeSpan during)
    {
        List<double> took = [];
        var began = Stopwatch.GetTimestamp();
        do await send(took);
        while (Stopwatch.GetElapsedTime(began) < during);
        took.Sort();
        return took;
    }

    /// <returns>How long the response took, in milliseconds.</returns>
    private static async Task<double> Send(RawConnection connection, byte[] request)
    {
        var began = Stopwatch.GetTimestamp();
        if (await connection.Send(request, CancellationToken.None) is not 200 and var status) throw new InvalidOperationException($"A request was answered {status}.");
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
