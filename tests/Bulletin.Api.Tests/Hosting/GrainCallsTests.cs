using Bulletin.Api.Http;
using Bulletin.Grains;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Api.Tests.Hosting;

public sealed class GrainCallsTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task When_a_pause_takes_longer_than_there_was_time_the_answer_is_that_it_is_unavailable()
    {
        var calls = 0;
        var settling = GrainCalls.UntilSettled(() =>
        {
            calls++;
            return Task.FromResult<Outcome<Topic>>(Refusal.Retry);
        }, clock, TestContext.Current.CancellationToken);

        clock.Advance(GrainCalls.Deadline + TimeSpan.FromSeconds(1));

        var problem = await Assert.ThrowsAsync<ProblemException>(() => settling);
        Assert.Equal(503, problem.Problem.Status);
        Assert.Equal(1, calls);
    }
}
