using System.Diagnostics;
using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Contract;

/// <summary>How long a login takes must not tell which names exist. Measured by what it costs the server's processors, which holds on a busy machine too.</summary>
public sealed class LoginTiming(Shared shared) : SystemTest(shared)
{
    private const int Samples = 20;

    [Fact]
    public async Task A_login_is_as_much_work_for_a_name_that_does_not_exist_as_for_one_that_does()
    {
        var server = await OwnServer(("Accounts:AttemptLimit", "1000"), ("Accounts:PasswordIterations", "210000"));
        using var api = server.Client();
        var people = await People(4, server);
        var (known, unknown) = (TimeSpan.Zero, TimeSpan.Zero);

        // In turns, so that whatever else the server does falls on both; at first it still compiles.
        for (var i = -4; i < Samples; i++)
        {
            var (a, b) = (await Cost(people[(i + 4) % people.Length].Username), await Cost(Person.NewName()));
            if (i < 0) continue;
            known += a;
            unknown += b;
        }

        Print($"Processor time of {Samples} logins: {known.TotalMilliseconds:0} ms for known names, {unknown.TotalMilliseconds:0} ms for unknown ones");
        // Without a hash for unknown names it would be about 0.02.
        Assert.InRange(unknown / known, 0.7, 1.4);

        async Task<TimeSpan> Cost(string username)
        {
            var before = ProcessorTime(server);
            (await api.Post("auth/login", new { username, password = "not the password" })).IsProblem(HttpStatusCode.Unauthorized, "invalid_credentials");
            return ProcessorTime(server) - before;
        }
    }

    private static TimeSpan ProcessorTime(BulletinServer server)
    {
        using var process = Process.GetProcessById(server.Process.Id);
        return process.TotalProcessorTime;
    }
}
