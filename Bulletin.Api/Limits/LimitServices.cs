using System.ComponentModel.DataAnnotations;

namespace Bulletin.Api.Limits;

/// <summary>Registers the rate limits of endpoints and hub.</summary>
public static class LimitServices
{
    public static IServiceCollection AddBulletinLimits(this IServiceCollection services)
    {
        services.AddOptions<LimitOptions>().BindConfiguration("Limits")
            .Validate(AreValid, "Limits: PerSecond must be between 0.01 and 1,000,000, and Burst between 1 and 1,000,000.")
            .Validate(limits => limits is { InFlightBytesPerUser: >= LimitOptions.LeastBytes, InFlightBytes: >= LimitOptions.LeastBytes }, "Limits: InFlightBytes and InFlightBytesPerUser must be at least 1048576.")
            .ValidateOnStart();
        return services.AddSingleton<AllLimits>().AddSingleton<BytesInFlight>();
    }

    /// <summary>Must run before everything that answers unauthenticated requests.</summary>
    public static IApplicationBuilder UseAnonymousLimit(this IApplicationBuilder app) => app.UseMiddleware<AnonymousLimit>();

    /// <summary>Must run after authentication and authorization.</summary>
    public static IApplicationBuilder UseBulletinLimits(this IApplicationBuilder app) => app.UseMiddleware<LimitMiddleware>();

    private static bool AreValid(LimitOptions options) =>
        new[] { options.Posting, options.Writing, options.Searching, options.Reading, options.HubCalls, options.Connecting, options.HubKilobytes, options.SignUp, options.LogIn, options.Refreshing, options.Anonymous }
            .All(rate => Validator.TryValidateObject(rate, new ValidationContext(rate), null, validateAllProperties: true));
}
