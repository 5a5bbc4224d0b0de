using System.Diagnostics;
using Bulletin.Operations;
using Microsoft.AspNetCore.Http;

namespace Bulletin.Api.Tests;

public sealed class TelemetryTests
{
    [Theory]
    [InlineData("/api/v1/invitations/secret", "/api/v1/invitations/{token}")]
    [InlineData("/API/v1/Invitations/secret/more", "/api/v1/invitations/{token}")]
    [InlineData("/api/v1/topics/1/invitations/2", "/api/v1/topics/1/invitations/2")]
    public void A_trace_never_holds_the_token_of_an_invitation(string path, string traced)
    {
        using var activity = new Activity("request").SetTag("url.path", path);

        Telemetry.HideToken(activity, new DefaultHttpContext { Request = { Path = path } }.Request);

        Assert.Equal(traced, activity.GetTagItem("url.path"));
    }
}
