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
/// The 3,000 people of a company share one address and one process with the default limits. First they all log in. Then they all come back: each refreshes
/// the session, loads the page and the list of topics, connects, and opens a topic. The scenario fails if anything is refused.
/// </summary>
internal sealed class Morning : IScenario
{
    /// <summary>Fewer than the default limit allows, and than one core can hash.</summary>
    private const double LogInsPerSecond = 3;

    /// <summary>How many come back at once.</summary>
    private const int Group = 100;

    private static readonly TimeSpan BetweenGroups = TimeSpan.FromSeconds(10);

    public string Name => "morning";

    public async Task Run(Bench bench)
    {
        var people = bench.Quick ? 300 : 3_000;
        await using var postgres = await Postgres.Started();
        var database = await postgres.NewDatabase();
        // A known proxy may open any number of connections.
        using var product = await Product.StartedWithItsLimits(
            people: 1, topics: 20, $"--ConnectionStrings:Postgres={database}", "--ForwardedHeaders:KnownProxies:0=127.0.0.1");
        await product.Fill(10);
        await PersonalRows.AddPeople(database, people);
        using HttpClient http = new() { BaseAddress = product.Url };
        var tokens = new string[people];
        var connections = Enumerable.Range(0, people).Select(_ => new RawConnection(product.Url)).ToArray();
        using Swarm swarm = new(ComeBack);

        Report("logs in", await Arrive(person => TimeSpan.FromSeconds(person / LogInsPerSecond), person => SignIn(
            person, "login", new { username = PersonalRows.Username(person + 1), password = Product.Password })));
        Report("is back and has a topic open", await Arrive(person => person / Group * BetweenGroups, _ => swarm.Grow(1)));
        foreach (var connection in connections) connection.Dispose();
        if (swarm.Connected != people) throw new InvalidOperationException($"{swarm.Connected} of {people} are still connected.");

        async Task ComeBack(LiveClient client, int person)
        {
            var access = await SignIn(person, "refresh", new { refreshToken = tokens[person] });
            var topic = product.Topics[person % product.Topics.Length];
            await connections[person].Open(CancellationToken.None);
            foreach (var path in (string[])["/", "/api/v1/users/me", "/api/v1/topics", $"/api/v1/topics/{topic}/messages"])
                if (await connections[person].Send(Requests.Get(path, access), CancellationToken.None) is not 200 and var status)
                    throw new InvalidOperationException($"{path} was answered {status}.");
            await client.Open(product.Url, "/hubs/bulletin", access);
            await client.Call("JoinTopic", $"\"{topic}\",null");
        }

        async Task<string> SignIn(int person, string how, object body)
        {
            using var answer = await http.PostAsJsonAsync(new Uri($"/api/v1/auth/{how}", UriKind.Relative), body);
            answer.EnsureSuccessStatusCode();
            var session = await answer.Content.ReadFromJsonAsync<JsonElement>();
            tokens[person] = session.GetProperty("refreshToken").GetString()!;
            return session.GetProperty("accessToken").GetString()!;
        }

        // Latencies count from when somebody was due, in microseconds.
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

        void Report(string what, LongHistogram latencies)
        {
            foreach (var percentile in (double[])[50, 99])
                bench.Results.Add(
                    string.Create(CultureInfo.InvariantCulture, $"a morning of {people:N0} behind one address: somebody {what}, p{percentile}"),
                    new("one process", "ms", [latencies.GetValueAtPercentile(percentile) / 1e3]));
        }
    }
}
