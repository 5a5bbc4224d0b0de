using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Limits;

/// <summary>The limits, for endpoints and hub alike.</summary>
public static class LimitServices
{
    public static IServiceCollection AddBulletinLimits(this IServiceCollection services)
    {
        services.AddOptions<LimitOptions>().BindConfiguration("Limits").Validate(AreValid, "Limits: PerSecond is 0.01–1,000,000 and Burst 1–1,000,000.").ValidateOnStart();
        return services.AddSingleton<AllLimits>();
    }

    /// <summary>Goes after authentication and authorization.</summary>
    public static IApplicationBuilder UseBulletinLimits(this IApplicationBuilder app) => app.UseMiddleware<LimitMiddleware>();

    private static bool AreValid(LimitOptions options) =>
        new[] { options.Posting, options.Writing, options.Searching, options.SignUp, options.LogIn }
            .All(rate => Validator.TryValidateObject(rate, new ValidationContext(rate), null, validateAllProperties: true));
}
