namespace Bulletin.Processes;

/// <summary>Does what a load balancer does: asks each gateway whether it is ready, and sends nobody to one that is not.</summary>
internal sealed class Balancer(IReadOnlyList<Balancer.Gateway> gateways)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(250);

    private readonly bool[] ready = [.. gateways.Select(_ => true)];

    public int Count => gateways.Count;

    public Uri Url(int gateway) => gateways[gateway].Url();

    /// <summary>The gateway asked for if it is ready, or else one that is; the one asked for if none is.</summary>
    public int Pick(int preferred)
    {
        for (var i = 0; i < Count; i++)
            if (ready[(preferred + i) % Count]) return (preferred + i) % Count;
        return preferred % Count;
    }

    public Task Run(CancellationToken cancellationToken) => Task.WhenAll(Enumerable.Range(0, Count).Select(async i =>
    {
        using var timer = new PeriodicTimer(AskEvery);
        while (await timer.WaitForNextTickAsync(cancellationToken)) ready[i] = await gateways[i].IsReady();
    }));

    /// <param name="Url">Where it is: not before it has been started.</param>
    internal sealed record Gateway(Func<Uri> Url, Func<Task<bool>> IsReady);
}
