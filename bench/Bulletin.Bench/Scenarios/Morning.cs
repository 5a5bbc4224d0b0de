using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Bulletin.Bench.Data;
using Bulletin.Bench.Load;
using Bulletin.Bench.Systems;
using HdrHistogram;

namespace Bulletin.Bench.Scenarios;

/// <summary>
/// A company behind one address starts its day on one gateway with the default limits. On the first morning everybody logs in. On the second, each client
/// refreshes its session, loads the page and the list of topics, connects, and opens a topic. It fails if anything is refused.
/// </summary>
internal sealed class Morning : IScenario
{
    /// <summary>Less than the default limit, and than one core can hash.</summary>
    private const double LogInsPerSecond = 3;

    /// <summary>On the second morning so many come at once, every ten seconds.</summary>
    private const int AtOnce = 100;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    public string Name => "morning";

    public async Task Run(Bench bench)
    {
        var people = bench.Quick ? 300 : 3_000;
        await using var postgres = await Postgres.Started();
        var database = await postgres.NewDatabase();
        // A proxy that everybody comes through has no limit of connections.
        using var product = await Product.StartedAsShipped(database, topics: 20, "--ForwardedHeaders:KnownProxies:0=127.0.0.1");
        await product.Fill(10);
        await PersonalRows.AddPeople(database, people);
        using HttpClient http = new() { BaseAddress = product.Url };
        ConcurrentDictionary<string, int> refused = [];
        ConcurrentBag<RawConnection> connections = [];
        var tokens = new string[people];

        var first = await Arrive(person => TimeSpan.FromSeconds(person / LogInsPerSecond), person => SignIn(
            person, "auth/login", new { username = PersonalRows.Username(person + 1), password = Product.Password }));
        var back = 0;
        using Swarm swarm = new(async (client, _) =>
        {
            var person = Interlocked.Increment(ref back) - 1;
            var access = await SignIn(person, "auth/refresh", new { refreshToken = tokens[person] });
            RawConnection connection = new(product.Url);
            connections.Add(connection);
            await connection.Open(CancellationToken.None);
            var topic = product.Topics[person % product.Topics.Length];
            foreach (var path in (string[])["/", "/api/v1/users/me", "/api/v1/topics", $"/api/v1/topics/{topic}/messages"])
                if (await connection.Send(Requests.Get(path, access), CancellationToken.None) is not 200 and var status) Refused($"{status} {path}");
            await client.Open(product.Url, "/hubs/bulletin", access);
            await client.Call("JoinTopic", $"\"{topic}\",null");
        });
        var second = await Arrive(person => person / AtOnce * Every, _ => swarm.Grow(1));

        Report("logs in", first);
        Report("is back and has a topic open", second);
        foreach (var connection in connections) connection.Dispose();
        if (!refused.IsEmpty) throw new InvalidOperationException($"Refused: {string.Join(", ", refused.Select(answer => $"{answer.Value} times {answer.Key}"))}");
        if (swarm.Connected != people) throw new InvalidOperationException($"{swarm.Connected} of {people} are still connected.");

        async Task<LongHistogram> Arrive(Func<int, TimeSpan> due, Func<int, Task> arrive)
        {
            LongHistogram latencies = new(TimeSpan.FromMinutes(5).Ticks / 10, 3);
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, people).Select(async person =>
            {
                await Task.Delay(due(person));
                await arrive(person);
                var took = Stopwatch.GetElapsedTime(began) - due(person);
                lock (latencies) latencies.RecordValue((long)took.TotalMicroseconds);
            }));
            return latencies;
        }

        async Task<string> SignIn(int person, string path, object body)
        {
            using var answer = await http.PostAsJsonAsync(new Uri($"/api/v1/{path}", UriKind.Relative), body);
            if (!answer.IsSuccessStatusCode)
            {
                Refused($"{(int)answer.StatusCode} {path}");
                return "";
            }
            var session = await answer.Content.ReadFromJsonAsync<JsonElement>();
            tokens[person] = session.GetProperty("refreshToken").GetString()!;
            return session.GetProperty("accessToken").GetString()!;
        }

        void Refused(string answer) => refused.AddOrUpdate(answer, 1, (_, count) => count + 1);

        void Report(string what, LongHistogram latencies)
        {
            foreach (var percentile in (double[])[50, 99])
                bench.Results.Add(
                    string.Create(CultureInfo.InvariantCulture, $"a morning of {people:N0} behind one address: somebody {what}, p{percentile}"),
                    new("one gateway, which is the silo as well", "ms", [latencies.GetValueAtPercentile(percentile) / 1e3]));
        }
    }
}
