using System.Net;
using System.Text;
using Bulletin.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Bulletin.Api.Tests;

public sealed class OperatorPasswordTests
{
    [Fact]
    public void Guesses_from_all_addresses_of_a_household_count_together()
    {
        using var password = OperatorPassword.From(new ConfigurationBuilder().AddInMemoryCollection([new("Dashboard:Password", "a-password-of-operators")]).Build())!;

        for (var i = 1; i <= OperatorPassword.Tries; i++) Assert.Equal(401, Guess(password, $"2001:db8::{i:x}"));

        Assert.Equal(429, Guess(password, "2001:db8::ffff"));
        Assert.Equal(401, Guess(password, "2001:db8:0:1::1"));
        // IPv4 addresses are counted individually, however they are written.
        for (var i = 1; i <= OperatorPassword.Tries; i++) Assert.Equal(401, Guess(password, "203.0.113.1"));
        Assert.Equal(429, Guess(password, "::ffff:203.0.113.1"));
        Assert.Equal(401, Guess(password, "203.0.113.2"));
    }

    private static int Guess(OperatorPassword password, string address)
    {
        DefaultHttpContext context = new();
        context.Connection.RemoteIpAddress = IPAddress.Parse(address);
        context.Request.Headers.Authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("operator:a guess"));
        Assert.False(password.Admits(context));
        return context.Response.StatusCode;
    }
}
