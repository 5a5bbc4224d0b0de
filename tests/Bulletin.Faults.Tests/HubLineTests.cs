using Bulletin.Faults.Clients;
using Bulletin.Faults.Recording;

namespace Bulletin.Faults.Tests;

/// <summary>What a client knows after an error of the hub.</summary>
public sealed class HubLineTests
{
    [Fact]
    public void A_call_that_ended_in_a_mistake_of_the_servers_is_made_again_and_told() =>
        Assert.Equal((Outcome.Unknown, true), HubLine.Meaning("internal_error: This is a mistake of the server's.", isConnected: true));

    [Fact]
    public void A_call_that_was_unavailable_is_made_again() =>
        Assert.Equal((Outcome.Unknown, false), HubLine.Meaning("unavailable: Try again in a moment.", isConnected: true));

    [Fact]
    public void A_call_whose_connection_went_is_made_again() =>
        Assert.Equal((Outcome.Unknown, false), HubLine.Meaning("The connection was stopped.", isConnected: false));

    [Fact]
    public void A_call_that_was_refused_is_not_made_again() =>
        Assert.Equal((Outcome.Refused, true), HubLine.Meaning("validation_failed: An argument is missing.", isConnected: true));
}
