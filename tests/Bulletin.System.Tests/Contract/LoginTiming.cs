using System.Diagnostics;
using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

public sealed class LoginTiming(Shared shared) : SystemTest(shared)
{
    private const int Samples = 20;

    [Fact]
    public async Task A_login_takes_as_long_for_a_name_that_does_not_exist_as_for_one_that_does()
    {
        var server = await OwnServer(("Accounts:AttemptLimit", "1000"), ("Accounts:PasswordIterations", "210000"));
        using var api = server.Client();
        var people = await People(4, server);
        List<double> known = [], unknown = [];

        // In turns, so that whatever else the machine does falls on both.
        for (var i = -4; i < Samples; i++)
        {
            var (a, b) = (await Took(people[(i + 4) % people.Length].Username), await Took(Person.NewName()));
            if (i < 0) continue;
            known.Add(a);
            unknown.Add(b);
        }

        var ratio = Median(unknown) / Median(known);
        Print($"Medians of {Samples}: {Median(known):0.0} ms for known names, {Median(unknown):0.0} ms for unknown ones");
        // Without a hash for unknown names it would be about 0.05.
        Assert.InRange(ratio, 0.7, 1.4);

        async Task<double> Took(string username)
        {
            var clock = Stopwatch.StartNew();
            (await api.Post("auth/login", new { username, password = "not the password" })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
            return clock.Elapsed.TotalMilliseconds;
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
