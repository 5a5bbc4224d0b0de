namespace Bulletin.Faults.Clients;

/// <summary>Reads the latest messages of one topic after the other, now through this gateway, now through that.</summary>
internal sealed class Reader(Traffic traffic, Person person, string name, TimeSpan pause, int seed)
{
    private readonly Random random = new(seed);

    public async Task Run(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await traffic.Look(name, person, random.Next(traffic.History.Topics.Count), traffic.Balancer.Pick(random.Next(traffic.Balancer.Count)), cancellationToken);
            await Task.Delay(pause * (0.5 + random.NextDouble()), cancellationToken);
        }
    }
}
