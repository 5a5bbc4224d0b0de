using Bulletin.Bench.Load;
using Bulletin.Bench.Systems;

namespace Bulletin.Bench.Scenarios;

/// <summary>Sign-ins, which hash a password, compared with the hash alone.</summary>
internal sealed class SignIn : IScenario
{
    private const int Connections = 4;

    public string Name => "sign-in";

    public async Task Run(Bench bench)
    {
        using var product = await Product.Started(postgres: null);
        using var hash = await Baseline.Started("hash");
        var logins = Enumerable.Range(0, Connections).Select(i => Requests.Post("/api/v1/auth/login", $"{{\"username\":\"bench-{i}\",\"password\":\"correct horse battery staple\"}}")).ToArray();
        var bare = Requests.Post("/auth/login", "correct horse battery staple");

        var measured = await bench.InTurn("sign-ins/s",
            new("sign-in", () => Rate(bench, product.Url, i => logins[i])) { Settling = 0.2 },
            new("the hash alone", () => Rate(bench, hash.Url, _ => bare)) { Settling = 0.2 });
        bench.Results.Add(new("sign-in", measured[0], measured[1]));
    }

    private static Task<double> Rate(Bench bench, Uri server, Func<int, byte[]> next) =>
        ClosedLoop.Rate([server], Connections, bench.WarmUp, bench.Measured, next, expected: 200);
}
