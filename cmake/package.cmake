# The install tree: find_package(lamina) gives lamina::lamina, all that a function links; the gateway is bin/lamina.
include(CMakePackageConfigHelpers)

add_library(lamina_all INTERFACE)
add_library(lamina::lamina ALIAS lamina_all)
set_target_properties(lamina_all PROPERTIES EXPORT_NAME lamina)
foreach(part engine events middlewares runtime router store aws json base)
  if(TARGET lamina_${part})
    target_link_libraries(lamina_all INTERFACE lamina_${part})
  endif()
endforeach()

get_property(libraries GLOBAL PROPERTY LAMINA_LIBRARIES)
install(TARGETS ${libraries} lamina_all EXPORT lamina_targets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT lamina_targets NAMESPACE lamina:: FILE lamina_targets.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/lamina)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/lamina DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
if(TARGET lamina)
  install(TARGETS lamina RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/lamina_config.cmake.in
                              ${PROJECT_BINARY_DIR}/lamina-config.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/lamina)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/lamina-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/lamina-config.cmake ${PROJECT_BINARY_DIR}/lamina-config-version.cmake
              ${PROJECT_SOURCE_DIR}/cmake/dependencies.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/lamina)
