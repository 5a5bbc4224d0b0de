namespace Bulletin.Bench.Scenarios;

/// <summary>The server with its default limits, and clients that try to slow it down, exhaust its memory or crash it.</summary>
internal sealed class Abuse(TimeSpan during) : IScenario
{
    private static readonly TimeSpan AMoment = TimeSpan.FromSeconds(5);

    public string Name => "abuse";

    public async Task Run(Bench bench)
    {
        var metrics = Ports.Free();
        using (var product = await BesideAnAbuser.Start(metrics))
        {
            await RequestCosts.Measure(bench, product);
            await BesideAnAbuser.Measure(bench, product, metrics, bench.Quick ? AMoment : during);
        }
        await SilentCrowd.Measure(bench);
    }
}
