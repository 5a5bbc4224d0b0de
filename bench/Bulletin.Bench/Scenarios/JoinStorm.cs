using System.Diagnostics;
using Bulletin.Bench.Load;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>Everybody connects at once, as after an outage: connections that authenticate, join a topic and get its latest 50.</summary>
internal sealed class JoinStorm : IScenario
{
    private const int Clients = 2_000;

    public string Name => "join-storm";

    public async Task Run(Bench bench)
    {
        var clients = bench.Quick ? Clients / 4 : Clients;
        using var product = await Product.Started(postgres: null, topics: 100);
        await product.Fill(50);
        using var signalR = await Baseline.Started("signalr");
        var one = product.Topics[0];

        var measured = await bench.InTurn("joins/s",
            new("all into one topic", () => Rate(clients, (client, number) => Audience.Join(client, product, number, one))),
            new("into a hundred topics", () => Rate(clients, (client, number) => Audience.Join(client, product, number, product.Topics[number % 100]))) { Settling = 0.25 },
            new("bare SignalR: connected and in a group, told nothing", () => Rate(clients, (client, _) => client.Open(signalR.Url, "/hub", token: null))) { Settling = 0.5 });
        bench.Results.Add(new($"{clients:N0} join one topic at once, with its latest 50", measured[0], measured[2]));
        bench.Results.Add(new($"{clients:N0} join a hundred topics at once", measured[1], measured[2]));
    }

    private static async Task<double> Rate(int clients, Func<LiveClient, int, Task> join)
    {
        using Swarm swarm = new(join);
        var began = Stopwatch.GetTimestamp();
        await swarm.Grow(clients);
        return clients / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
